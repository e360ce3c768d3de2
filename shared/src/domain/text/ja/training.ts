/** What is said about trainings, their jobs and their cost; small enough to be always at hand. */
export const training: readonly (readonly [english: string, japanese: string])[] = [
  // Where the data cannot be used.
  ['{} holds no data file', '{0} にデータファイルがありません'],
  ['{} holds no data file (only {})', '{0} にデータファイルがありません(あるのは {1} のみ)'],
  [
    'Put .csv, .csv.gz or .parquet files directly into this folder, and check dataset_id and the input "store".',
    'このフォルダの直下に .csv、.csv.gz、.parquet のファイルを置き、dataset_id と入力 store を確認してください。'
  ],
  [
    '{} holds {} bytes; at most {} are fetched',
    '{0} は {1} バイトありますが、取得できるのは {2} バイトまでです'
  ],
  [
    'Use backend: sagemaker, which reads the data where it lies, or a sample.',
    'データをその場で読み取る backend: sagemaker を使うか、抽出したデータを使ってください。'
  ],
  // How a run went.
  ['The training failed.', '学習に失敗しました。'],
  ['The training was stopped.', '学習は停止されました。'],
  [
    'The workflow was cancelled; the training was stopped.',
    'ワークフローがキャンセルされたため、学習を停止しました。'
  ],
  ['Another job asked to stop the training.', '別のジョブから学習の停止が依頼されました。'],
  ['The wait-timeout was reached.', 'wait-timeout に達しました。'],
  ['The training was stopped after its max_runtime.', 'max_runtime に達したため、学習を停止しました。'],
  [
    'The training was stopped after its max_wait, which covers waiting for spot instances and running.',
    'max_wait(スポットインスタンスの待ち時間と実行時間の合計)に達したため、学習を停止しました。'
  ],
  ['The training was stopped as asked.', '依頼どおり学習を停止しました。'],
  [
    'The training was stopped by somebody else, in the console or through the API.',
    'コンソールまたは API から、学習が停止されました。'
  ],
  [
    'The spot instance was taken away, and the training did not go on.',
    'スポットインスタンスが回収され、学習は続行されませんでした。'
  ],
  [
    'Train again later, with checkpoints, or without spot.',
    '後で、チェックポイントを使うか、スポットを使わずに学習し直してください。'
  ],
  // On the runner.
  [
    'The training was stopped after its maximum runtime of {} s.',
    '最大実行時間 {0} 秒に達したため、学習を停止しました。'
  ],
  [
    'The training ended without writing anything to SM_MODEL_DIR.',
    '学習は SM_MODEL_DIR に何も書かずに終了しました。'
  ],
  ['The training was killed by {}.', '学習は {0} により強制終了されました。'],
  ['{} The machine may have run out of memory.', '{0} メモリが不足した可能性があります。'],
  ['Use less data or a larger runner.', 'データを減らすか、より大きなランナーを使ってください。'],
  ['The training ended with exit code {}.', '学習は終了コード {0} で終了しました。'],
  ['The log above shows why.', '原因は上のログに表示されています。'],
  ['"{}" is not a Python 3.10 or later', '「{0}」は Python 3.10 以降ではありません'],
  [
    'Name an interpreter in the input python, or leave it empty.',
    '入力 python にインタプリタを指定するか、空にしてください。'
  ],
  ['{} cannot import {}', '{0} では {1} をインポートできません'],
  ['Run: {} -m pip install {}', '実行してください: {0} -m pip install {1}'],
  [
    'no Python 3.10 or later was found, and none could be installed{}',
    'Python 3.10 以降が見つからず、インストールもできませんでした{0}'
  ],
  [
    'Add actions/setup-python before this step.',
    'このステップの前に actions/setup-python を追加してください。'
  ],
  [
    'no Python here can import {}, and they could not be installed{}',
    '{0} をインポートできる Python がなく、インストールもできませんでした{1}'
  ],
  ['Add a step: {} -m pip install {}', 'ステップを追加してください: {0} -m pip install {1}'],
  // What SageMaker's failures mean.
  ['SageMaker gives no reason.', 'SageMaker からは理由が示されていません。'],
  [
    'Use a larger compute.instance_type, or fewer rows, features or trees.',
    'より大きな compute.instance_type を使うか、行・特徴量・木の数を減らしてください。'
  ],
  [
    'Try again later, choose another compute.instance_type, or another region.',
    '後で再試行するか、別の compute.instance_type または別のリージョンを選んでください。'
  ],
  [
    'It is a failure of SageMaker; see the AWS Health Dashboard.',
    'SageMaker 側の障害です。AWS Health Dashboard を確認してください。'
  ],
  [
    'Allow the execution role what the message names.',
    'メッセージにある操作を実行ロールに許可してください。'
  ],
  [
    'Check compute.image_uri or compute.framework_version, and that the execution role may pull it.',
    'compute.image_uri または compute.framework_version と、実行ロールがイメージを取得できることを確認してください。'
  ],
  [
    'Check that the data set is in the store and that the execution role may read it.',
    'データセットがストアにあり、実行ロールがそれを読めることを確認してください。'
  ],
  ['there was no capacity', '空き容量がありませんでした'],
  ['SageMaker asked for fewer requests', 'SageMaker からリクエストを減らすよう求められました'],
  ['SageMaker failed', 'SageMaker で障害が発生しました'],
  ['the spot instance was taken away', 'スポットインスタンスが回収されました'],
  ['SageMaker has no training job {}', 'SageMaker に学習ジョブ {0} がありません'],
  [
    'It was deleted, or it is in another account or region.',
    '削除されたか、別のアカウントまたはリージョンにあります。'
  ],
  // Why a job cannot be asked for.
  ['"{}" is a name of SageMaker\'s toolkit', '「{0}」は SageMaker のツールキットが使う名前です'],
  [
    'is {} characters long as JSON, at most {} reach a job',
    'JSON で {0} 文字あり、ジョブに渡せるのは {1} 文字までです'
  ],
  ['Put long values into a file of source-dir.', '長い値は source-dir のファイルに書いてください。'],
  ['at most {} hyperparameters reach the toolkit', 'ツールキットに渡せるハイパーパラメータは {0} 個までです'],
  [
    "{} is one of SageMaker's own programs, which this release does not run",
    '{0} は SageMaker 独自のプログラムで、このリリースでは実行できません'
  ],
  [
    'Use "algorithm: {}", or "algorithm: script" with a program of yours.',
    '「algorithm: {0}」を使うか、「algorithm: script」で自分のプログラムを使ってください。'
  ],
  [
    'Use "algorithm: script" with a program of yours.',
    '「algorithm: script」で自分のプログラムを使ってください。'
  ],
  ['{} cannot be trained in the image of {}', '{0} は {1} のイメージでは学習できません'],
  ['Use "framework: xgboost", or leave it out.', '「framework: xgboost」を使うか、指定を削除してください。'],
  [
    "no image of SageMaker's frameworks can train {}",
    'SageMaker のフレームワークのイメージに、{0} を学習できるものはありません'
  ],
  [
    'Set compute.image_uri to an image that can, or choose another algorithm or backend local.',
    'compute.image_uri に学習できるイメージを指定するか、別のアルゴリズムまたは backend: local を選んでください。'
  ],
  [
    'Set compute.image_uri to the image to use there, or the input aws-region to another region.',
    'compute.image_uri にそこで使うイメージを指定するか、入力 aws-region に別のリージョンを指定してください。'
  ],
  [
    'the account of the images of {} in the region {} is not known',
    'リージョン {1} における {0} のイメージのアカウントが分かりません'
  ],
  ['{} {} is not known', '{0} {1} は知られていないバージョンです'],
  [
    'Known: {}. Any other needs compute.image_uri.',
    '使えるバージョン: {0}。それ以外には compute.image_uri が必要です。'
  ],
  ['the images of {} do not run on {}', '{0} のイメージは {1} では動きません'],
  [
    'Choose another instance type, or set compute.image_uri.',
    '別のインスタンスタイプを選ぶか、compute.image_uri を指定してください。'
  ],
  ['the image is in the region {}, the training in {}', 'イメージはリージョン {0} に、学習は {1} にあります'],
  [
    'Copy the image to {}, or set the input aws-region to {}.',
    'イメージを {0} にコピーするか、入力 aws-region に {1} を指定してください。'
  ],
  ['"{}" cannot be the name of a training job', '「{0}」は学習ジョブの名前に使えません'],
  [
    'A name has at most 63 letters, digits and hyphens, and neither begins nor ends with one.',
    '名前は 63 文字以内の英数字とハイフンで、ハイフンで始めたり終えたりできません。'
  ],
  ['is empty', '空です'],
  ['"{}" is not the ARN of a role', '「{0}」はロールの ARN ではありません'],
  [
    'Write arn:aws:iam::<account>:role/<name>: the role SageMaker trains with, not the one this job assumes.',
    'arn:aws:iam::<アカウント>:role/<名前> と書いてください。このジョブが引き受けるロールではなく、SageMaker が学習に使うロールです。'
  ],
  ['must be at most 255 characters without blanks', '空白を含まない 255 文字以内でなければなりません'],
  [
    '{} metrics, at most 40 are found in a log',
    '指標が {0} 個ありますが、ログから読み取れるのは 40 個までです'
  ],
  [
    'the expression must be at most 500 characters in one line',
    '式は 1 行で 500 文字以内でなければなりません'
  ],
  ['at most 100 reach a training job', '学習ジョブに渡せるのは 100 個までです'],
  ['the name must be at most 256 characters', '名前は 256 文字以内でなければなりません'],
  ['must not hold line ends', '改行を含めることはできません'],
  ['is {} characters long, at most {} are possible', '{0} 文字ありますが、{1} 文字までです'],
  ['must be at most 512 characters', '512 文字以内でなければなりません'],
  ['the variable {} must be at most 512 characters', '変数 {0} は 512 文字以内でなければなりません'],
  ['"{}" is not a place in S3', '「{0}」は S3 の場所ではありません'],
  [
    'SageMaker reads and writes S3: set the input store to s3://bucket/prefix.',
    'SageMaker は S3 を読み書きします。入力 store に s3://bucket/prefix を指定してください。'
  ],
  ['"{}" is not an instance type', '「{0}」はインスタンスタイプではありません'],
  ['Write one such as ml.m5.xlarge.', 'ml.m5.xlarge のように書いてください。'],
  ['must be a whole number from 1', '1 以上の整数でなければなりません'],
  ['must be from 1GB to 16384GB', '1GB から 16384GB まででなければなりません'],
  ['must be the id, alias or ARN of a KMS key', 'KMS キーの ID、エイリアス、または ARN でなければなりません'],
  ['must be from 1s to {}h (28 days)', '1s から {0}h(28 日)まででなければなりません'],
  ['max_wait is only for spot training', 'max_wait はスポット学習でのみ使えます'],
  ['Add "spot: true", or remove max_wait.', '「spot: true」を追加するか、max_wait を削除してください。'],
  ['spot training needs a max_wait', 'スポット学習には max_wait が必要です'],
  [
    'max_wait ({} s) is shorter than max_runtime ({} s)',
    'max_wait({0} 秒)が max_runtime({1} 秒)より短くなっています'
  ],
  [
    'max_wait covers waiting and running: make it at least max_runtime.',
    'max_wait は待ち時間と実行時間の合計です。max_runtime 以上にしてください。'
  ],
  ['must be at most {}h (28 days)', '{0}h(28 日)以内でなければなりません'],
  [
    'spot training of more than an hour without checkpoints may start over again and again',
    'チェックポイントのない 1 時間を超えるスポット学習は、何度も最初からやり直しになる可能性があります'
  ],
  [
    'Set "checkpoints: true", or max_runtime to at most 1h, or remove spot.',
    '「checkpoints: true」を指定するか、max_runtime を 1h 以内にするか、spot を削除してください。'
  ],
  ['must name 1 to 16 subnets', 'サブネットを 1 個から 16 個まで指定してください'],
  ['must name 1 to 5 security groups', 'セキュリティグループを 1 個から 5 個まで指定してください'],
  [
    "{} tags with the suite's own, at most 50 are possible",
    'このスイート自身のものを含めてタグが {0} 個ありますが、50 個までです'
  ],
  ['a tag is given twice', '同じタグが 2 回指定されています'],
  [
    'a tag is letters, digits, blanks and _ . : / = + - @, at most 128 with a value of at most 256, and does not start with aws:',
    'タグは英数字、空白、_ . : / = + - @ からなる 128 文字以内(値は 256 文字以内)で、aws: で始めることはできません'
  ],
  ['algorithm script needs a program', 'algorithm: script にはプログラムが必要です'],
  // What it may cost.
  ['the training may cost too much. {}', '学習の費用が上限を超える可能性があります。{0}'],
  ['This run', 'この実行'],
  ['All runs of {} (UTC)', '{0} の全実行(UTC)'],
  ['{} so far + {} = {}', 'これまで {0} + {1} = {2}'],
  ['{}: {}, no limit is set', '{0}: {1}、上限なし'],
  ['{}: {}, limit {}', '{0}: {1}、上限 {2}'],
  [
    'Shorten compute.max_runtime (and max_wait), choose a smaller instance_type, or raise the limit in .github/mlops.yml.',
    'compute.max_runtime(と max_wait)を短くするか、より小さな instance_type を選ぶか、.github/mlops.yml の上限を上げてください。'
  ],
  [
    'Wait for running trainings, whose worst case counts until they are billed, or raise the limit in .github/mlops.yml.',
    '実行中の学習は請求額が確定するまで上限額で数えられます。それらの終了を待つか、.github/mlops.yml の上限を上げてください。'
  ],
  [
    'the price of {} in {} is not known, so the cost cannot be bounded',
    '{1} における {0} の料金が分からないため、費用の上限を計算できません'
  ],
  [
    'Add to .github/mlops.yml, with USD per hour from the SageMaker price list: "prices: {{}: <price>}".',
    'SageMaker の料金表にある 1 時間あたりの USD を、.github/mlops.yml に追加してください: 「prices: {{0}: <price>}」。'
  ],
  [
    '{} USD per hour of {} × {} × {} = at most {} ({})',
    '{1} 1 時間あたり {0} USD × {2} × {3} = 最大 {4} ({5})'
  ],
  ['{} instances', '{0} インスタンス'],
  ['prices in .github/mlops.yml', '.github/mlops.yml の prices'],
  ['price list of {}, read {}', '{0} の料金表、{1} 取得']
]
