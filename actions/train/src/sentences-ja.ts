import { request } from '../../../shared/src/domain/text/ja/request.js'
import { results } from '../../../shared/src/domain/text/ja/results.js'
import { training } from '../../../shared/src/domain/text/ja/training.js'

/** What `train` alone says. */
export const ownSentences: readonly (readonly [english: string, japanese: string])[] = [
  ['Trained {} in {} s.', '{0} を {1} 秒で学習しました。'],
  ['Trained {} on {} rows in {} s.', '{0} を {1} 行で {2} 秒かけて学習しました。'],
  [
    'The run goes on in SageMaker (training job {}); operation start or status with this training-id, or reconcile, carries it on.',
    '実行は SageMaker で続いています(学習ジョブ {0})。この training-id で operation の start または status を使うか、reconcile が引き継ぎます。'
  ],
  [
    'The job that trained this run has been silent since {}.',
    'この実行を学習していたジョブは {0} から応答がありません。'
  ],
  ['The run has been training since {}.', 'この実行は {0} から学習中です。'],
  [
    'The training job {} was lost: {}. The run is left as it is; operation start with this training-id, or reconcile, asks for the next job ({} of {}).',
    '学習ジョブ {0} は失われました: {1}。実行はそのまま残しています。この training-id で operation の start を使うか、reconcile が次のジョブを作成します({3} 回中 {2} 回目)。'
  ],
  [
    'The workflow was cancelled while data was on its way.',
    'データの転送中にワークフローがキャンセルされました。'
  ],
  [
    'The wait-timeout was reached, and a local training cannot outlive its job.',
    'wait-timeout に達しました。ローカルの学習はジョブより長く続けられません。'
  ],
  ['This is a defect of the action: please report it.', 'このアクションの不具合です。報告してください。'],
  ['This release does not tune hyperparameters.', 'このリリースはハイパーパラメータを自動調整しません。'],
  [
    'Leave tuning out of the request and name the hyperparameters.',
    'リクエストから tuning を削除し、ハイパーパラメータを指定してください。'
  ],
  ['algorithm script needs the input entry-point', 'algorithm: script には入力 entry-point が必要です'],
  [
    'Set entry-point to the program, relative to source-dir.',
    'entry-point に、source-dir からの相対パスでプログラムを指定してください。'
  ],
  ['{} "{}" leads out of its directory', '{0}「{1}」はディレクトリの外を指しています'],
  ['Keep the program inside the workspace.', 'プログラムはワークスペースの中に置いてください。'],
  ['{} "{}" does not exist', '{0}「{1}」は存在しません'],
  [
    'Check the path, and that actions/checkout ran before this step.',
    'パスと、このステップの前に actions/checkout が実行されていることを確認してください。'
  ],
  [
    'The run names a training job that SageMaker does not have.',
    '実行の記録にある学習ジョブが SageMaker にありません。'
  ],
  ['Train again with operation start.', 'operation: start で学習し直してください。'],
  [
    'All {} places for training jobs side by side are taken (limits.max_concurrent_jobs).',
    '同時に実行できる {0} 件の学習ジョブの枠がすべて使用中です(limits.max_concurrent_jobs)。'
  ],
  [
    'Run this job again when one of them has ended.',
    'いずれかが終わってから、このジョブを再実行してください。'
  ],
  [
    'SageMaker reads its data from S3 and writes its model there, and the store is not in S3: it is "{}".',
    'SageMaker はデータを S3 から読み、モデルを S3 に書きますが、ストアが S3 にありません(現在の値:「{0}」)。'
  ],
  [
    'Set the input store to s3://bucket/prefix, for this step and for all other steps of the run. An input that is empty, such as that of a repository variable (MLOPS_STORE) that is not set, means .mlops.',
    'このステップと実行の他のすべてのステップで、入力 store に s3://bucket/prefix を指定してください。未設定のリポジトリ変数(MLOPS_STORE)などで入力が空の場合は .mlops とみなされます。'
  ],
  [
    'SageMaker needs a role that it assumes for the training, and none is named.',
    'SageMaker が学習で引き受けるロールが必要ですが、指定されていません。'
  ],
  [
    'Set the input execution-role-arn, or execution_role_arn in .github/mlops.yml (docs/sagemaker.md).',
    '入力 execution-role-arn、または .github/mlops.yml の execution_role_arn を指定してください(docs/sagemaker.md)。'
  ],
  ['The training job cannot be asked for:', '学習ジョブを作成できません:'],
  [
    'compute.data_distribution: sharded data goes to the instances file by file, and {} of training data are too few for {} instances',
    'compute.data_distribution: 分割されたデータはファイル単位で各インスタンスに渡されますが、学習データのファイル {0} 個は {1} インスタンスには足りません'
  ],
  [
    'Cut the training data into at least {} files, or ask for fewer instances.',
    '学習データを {0} 個以上のファイルに分けるか、インスタンス数を減らしてください。'
  ],
  ['Train again.', '学習し直してください。']
]

/** Everything that `train` says in Japanese. */
export const sentences = [...request, ...results, ...training, ...ownSentences]
