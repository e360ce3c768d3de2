/** What is said about the fields of requests and policies. */
export const request: readonly (readonly [english: string, japanese: string])[] = [
  ['"{}" is missing', '「{0}」がありません'],
  ['"{}" is missing: {} was expected', '「{0}」がありません。{1}が必要です'],
  ['Add a line such as "{}: {}".', '「{0}: {1}」のような行を追加してください。'],
  ['unknown key "{}"', '「{0}」という項目はありません'],
  ['unknown key "{}" in "{}"', '「{1}」に「{0}」という項目はありません'],
  ['It stands at top level, not inside "{}".', '「{0}」の中ではなく、最上位に書きます。'],
  ['It belongs inside "{}": write {}: {{}: …}.', '「{0}」の中に書きます: {1}: {{2}: …}'],
  ['It belongs inside one of these: {}.', '次のいずれかの中に書きます: {0}。'],
  ['Known keys: {}.', '使える項目: {0}。'],
  ['Did you mean "{}"?', '「{0}」のことですか?'],
  ['Did you mean {}?', '{0} のことですか?'],
  ['Allowed: {}.', '使える値: {0}。'],
  ['Nothing is allowed there.', 'ここに使える値はありません。'],
  ['Nothing can be named there; remove it.', 'ここに書ける項目はありません。削除してください。'],
  ['The policy allows none.', 'ポリシーで許可されているものはありません。'],
  ['Allowed: {}, sagemaker:<name>.', '使える値: {0}、sagemaker:<名前>。'],
  ['Did you mean "{}"? {}', '「{0}」のことですか? {1}'],
  ['Did you mean "{}"? Allowed: {}.', '「{0}」のことですか? 使える値: {1}。'],
  ['"{}" must be {}, not {}', '「{0}」は{1}でなければなりません(現在の値: {2})'],
  ['"{}": the name {}', '「{0}」: 名前は{1}'],
  ['"{}" cannot be {}', '「{0}」に {1} は使えません'],
  ['"{}" {}', '「{0}」は{1}'],
  ['"{}" {}, not {}', '「{0}」は{1}(現在の値: {2})'],
  ['"{}" is not acceptable: {}', '「{0}」に使えない値です: {1}'],
  ['"{}": {}', '「{0}」: {1}'],
  ['must be {}', '{0}でなければなりません'],
  ['is not allowed', '使えません'],
  ['a text', '文字列'],
  ['a number', '数値'],
  ['a whole number', '整数'],
  ['true or false', 'true または false'],
  ['a list', 'リスト'],
  ['a map', 'マップ'],
  ['null', 'null'],
  ['a list, such as [a, b]', '[a, b] のようなリスト'],
  ['a map, such as {name: value}', '{name: value} のようなマップ'],
  ['from {} to {}', '{0} から {1} まで'],
  ['a number from {} to {}', '{0} から {1} までの数値'],
  ['a whole number from {} to {}', '{0} から {1} までの整数'],
  ['a whole number from {}', '{0} 以上の整数'],
  ['a number above {}', '{0} より大きい数値'],
  ['a number from {}', '{0} 以上の数値'],
  ['a number above {} to below {}', '{0} より大きく {1} より小さい数値'],
  ['a number from {} to below {}', '{0} 以上 {1} 未満の数値'],
  ['a number above {} to {}', '{0} より大きく {1} 以下の数値'],
  ['one of {}', '{0} のいずれか'],
  ['{} or {}', '{0}、または{1}'],
  ['a duration such as 90s, 15m, 2h or 1h30m', '90s、15m、2h、1h30m のような時間'],
  ['a size such as 500KB, 5MB or 2GiB', '500KB、5MB、2GiB のようなサイズ'],
  ['a column name of {} to {} characters', '{0} から {1} 文字までの列名'],
  [
    'a name of letters, digits and _ . - that starts with a letter',
    '英字で始まり、英数字と _ . - だけからなる名前'
  ],
  ['a name of letters, digits and _ that starts with a letter', '英字で始まり、英数字と _ だけからなる名前'],
  ['an expression of at most {} characters', '{0} 文字以内の式'],
  ['at most {} characters', '{0} 文字以内'],
  ['an expression', '式'],
  ['one line of text', '1 行の文字列'],
  [
    'at most {} lower-case letters, digits and single hyphens, such as churn-v2',
    'churn-v2 のような、{0} 文字以内の英小文字・数字・単独のハイフン'
  ],
  [
    'at most {} letters, digits and . _ -, starting with a letter or digit',
    '英数字で始まる、{0} 文字以内の英数字と . _ -'
  ],
  ['an instance type such as ml.m5.xlarge', 'ml.m5.xlarge のようなインスタンスタイプ'],
  [
    'an instance type such as ml.m5.xlarge, or a pattern such as ml.m5.*',
    'ml.m5.xlarge のようなインスタンスタイプ、または ml.m5.* のようなパターン'
  ],
  ['a version such as 1.2-1 or 2.8.0', '1.2-1 や 2.8.0 のようなバージョン'],
  ['the id, alias or ARN of a KMS key', 'KMS キーの ID、エイリアス、または ARN'],
  [
    'an image such as {}.dkr.ecr.eu-central-1.amazonaws.com/name:tag',
    '{0}.dkr.ecr.eu-central-1.amazonaws.com/name:tag のようなイメージ'
  ],
  ['an id such as {}-0a1b2c3d', '{0}-0a1b2c3d のような ID'],
  ['an id such as subnet-0a1b2c3d', 'subnet-0a1b2c3d のような ID'],
  ['an id such as sg-0a1b2c3d', 'sg-0a1b2c3d のような ID'],
  [
    'the ARN of a role, such as arn:aws:iam::{}:role/training',
    'arn:aws:iam::{0}:role/training のようなロールの ARN'
  ],
  ['a regular expression of at most {} characters in one line', '1 行で {0} 文字以内の正規表現'],
  ['a regular expression with one group, around the value', '値を囲むグループを 1 つだけ持つ正規表現'],
  [
    '{} to {} letters, digits, blanks and _ . : / = + - @',
    '{0} から {1} 文字までの文字、数字、空白と _ . : / = + - @'
  ],
  ['must name at least one', '1 つ以上必要です'],
  ['must name at most {}', '{0} 個以内でなければなりません'],
  ['must name at least one column', '列が 1 つ以上必要です'],
  ['must name at most {} columns', '列は {0} 個以内でなければなりません'],
  ['must not name a column twice', '同じ列を 2 回書けません'],
  ['must not be empty', '空にできません'],
  ['must not be negative', '0 以上でなければなりません'],
  ['must hold at most {} metrics', '指標は {0} 個以内でなければなりません'],
  ['must hold at most {} tags', 'タグは {0} 個以内でなければなりません'],
  ['must hold at most {} hyperparameters', 'ハイパーパラメータは {0} 個以内でなければなりません'],
  ['must hold at least one hyperparameter', 'ハイパーパラメータが 1 つ以上必要です'],
  ['must not hold tags that start with aws: or mlops:', 'aws: や mlops: で始まるタグは使えません'],
  ['must give either min and max, or values', 'min と max、または values のどちらかが必要です'],
  ['must have min below max', 'min は max より小さくなければなりません'],
  ['must have min above {} for log scaling', 'log では min は {0} より大きくなければなりません'],
  ['is not an algorithm of this suite', '使えるアルゴリズムではありません'],
  ['{} is not an algorithm', '{0} というアルゴリズムはありません'],
  ['Add the unit: {}s, {}m or {}h.', '単位を付けてください: {0}s、{1}m、{2}h。'],
  ['Add the unit: {}KB, {}MB or {}GB.', '単位を付けてください: {0}KB、{1}MB、{2}GB。'],
  ['Add the unit: {}{}B or {}{}iB.', '単位を付けてください: {0}{1}B または {2}{3}iB。'],
  ['there is one instance, which has all of the data', 'インスタンスは 1 台で、すべてのデータを受け持ちます'],
  [
    'Set instance_count, or remove data_distribution.',
    'instance_count を指定するか、data_distribution を削除してください。'
  ],
  ['Write {}.', '{0} と書いてください。'],
  ['Write a point: {}.', '小数点を使って {0} と書いてください。'],
  ['Write {} without quotes.', '引用符を付けずに {0} と書いてください。'],
  ['Write true.', 'true と書いてください。'],
  ['Write false.', 'false と書いてください。'],
  ['the target "{}" cannot be a feature', '目的変数「{0}」は特徴量にできません'],
  ['the sample id "{}" cannot be a feature', 'サンプル ID「{0}」は特徴量にできません'],
  ['Remove it from features.', 'features から削除してください。'],
  ['sample_id and target name the same column', 'sample_id と target が同じ列を指しています'],
  [
    '"{}" is the target or the sample id, and tells no groups apart',
    '「{0}」は目的変数またはサンプル ID なので、グループを分けられません'
  ],
  ['"{}" cannot be trained for {}', '「{0}」は {1} の学習に使えません'],
  ['It can be trained for: {}.', '使えるタスク: {0}。'],
  ['"{}"', '「{0}」'],
  ['the task {}', 'タスク {0} '],
  ['{} is {}, not {}', '{0}は {1} で、{2} ではありません'],
  ['Leave learning_type out, or change it.', 'learning_type を省略するか、変更してください。'],
  ['{} can never be reached: {}', '{0} には決して届きません: {1}'],
  ['{} is never below {}', '{0} は {1} を下回りません'],
  ['{} lies between {} and {}', '{0} は {1} から {2} の範囲です'],
  ['{} has no metric "{}"', '{0} に指標「{1}」はありません'],
  ['non_inferiority needs a margin', 'non_inferiority には margin が必要です'],
  [
    'Say how much worse is still acceptable, such as "margin: 0.01".',
    '「margin: 0.01」のように、許容できる差を書いてください。'
  ],
  [
    '"{}" is best at 0, neither high nor low, and cannot be compared this way',
    '「{0}」は 0 に近いほど良い指標なので、この方法では比較できません'
  ],
  ['a margin of {} allows anything: {}', 'margin が {0} では何でも許容されます: {1}'],
  ['"{}" is a built-in metric', '「{0}」は組み込みの指標です'],
  ['Choose another name.', '別の名前にしてください。'],
  ['"{}" is defined by the policy (custom_metrics)', '「{0}」はポリシーで定義されています(custom_metrics)'],
  ['{} is not allowed by the policy (limits.{})', '{0} はポリシーで許可されていません(limits.{1})'],
  ['At most {}.', '上限は {0} です。'],
  ['The policy says so at {}.', 'ポリシーの {0} で定められています。'],
  ['prices in the policy', 'ポリシーの prices'],
  [
    'the training may cost {}, and the policy allows {} (limits.max_cost_usd)',
    'この学習の費用は最大 {0} で、ポリシーの上限は {1} です(limits.max_cost_usd)'
  ],
  [
    '{}. Shorten max_runtime (and max_wait) or choose a smaller instance_type.',
    '{0}。max_runtime(と max_wait)を短くするか、小さい instance_type を選んでください。'
  ],
  ['max_wait is only for spot training', 'max_wait はスポット学習専用です'],
  ['Add "spot: true", or remove max_wait.', '「spot: true」を追加するか、max_wait を削除してください。'],
  ['max_wait is shorter than max_runtime', 'max_wait が max_runtime より短くなっています'],
  [
    'max_wait covers waiting and running: make it at least max_runtime.',
    'max_wait は待ち時間と実行時間の合計です。max_runtime 以上にしてください。'
  ],
  ['spot is only for backend sagemaker', 'spot は backend: sagemaker 専用です'],
  [
    'spot training of more than an hour without checkpoints may start over again and again',
    '1 時間を超えるスポット学習をチェックポイントなしで行うと、何度も最初からやり直すことになります'
  ],
  [
    'Remove "checkpoints: false", set max_runtime to at most 1h, or remove spot.',
    '「checkpoints: false」を削除するか、max_runtime を 1h 以下にするか、spot を削除してください。'
  ],
  [
    'image_uri and framework both choose the image',
    'image_uri と framework の両方がイメージを指定しています'
  ],
  ['Keep one of the two.', 'どちらか一方だけにしてください。'],
  ['framework_version needs a framework', 'framework_version には framework が必要です'],
  ['Add a line such as "framework: sklearn".', '「framework: sklearn」のような行を追加してください。'],
  [
    '"launcher: toolkit" is only for algorithm script, not {}',
    '「launcher: toolkit」は algorithm: script 専用で、{0} には使えません'
  ],
  [
    'the runner is one machine: instance_count is only for backend sagemaker',
    'ランナーは 1 台なので、instance_count は backend: sagemaker 専用です'
  ],
  [
    'Remove instance_count, or write "backend: sagemaker".',
    'instance_count を削除するか、「backend: sagemaker」と書いてください。'
  ],
  [
    '{} trains on one instance; more would only cost more',
    '{0} は 1 台で学習します。増やしても費用が増えるだけです'
  ],
  [
    'several instances need the toolkit, which tells the program about the others',
    '複数台で学習するには、ほかの台をプログラムに知らせる toolkit が必要です'
  ],
  [
    'Add "launcher: toolkit", or remove instance_count.',
    '「launcher: toolkit」を追加するか、instance_count を削除してください。'
  ],
  ['"{}" of {} must be {}, not {}', '{1} の「{0}」は{2}でなければなりません(現在の値: {3})'],
  ['{} has no hyperparameter "{}"', '{0} にハイパーパラメータ「{1}」はありません'],
  ['It knows: {}.', '使えるもの: {0}。'],
  ['Did you mean "{}"? It knows: {}.', '「{0}」のことですか? 使えるもの: {1}。'],
  ['The field seed of the request sets it.', 'リクエストの項目 seed で指定します。'],
  ['The threads follow from the machine.', 'スレッド数はマシンから決まります。'],
  ['It follows from the data.', 'データから決まります。'],
  ['preprocessing.missing sets it.', 'preprocessing.missing で指定します。'],
  ['max_samples needs "bootstrap: true"', 'max_samples には「bootstrap: true」が必要です'],
  ['Remove one of the two.', 'どちらか一方を削除してください。'],
  ['positive needs "alpha: 0"', 'positive には「alpha: 0」が必要です'],
  [
    'the penalties l1 and elasticnet need the solver saga',
    'penalty が l1 または elasticnet の場合、solver は saga でなければなりません'
  ],
  ['Remove solver, or write "solver: saga".', 'solver を削除するか、「solver: saga」と書いてください。'],
  ['"penalty: elasticnet" and l1_ratio go together', '「penalty: elasticnet」と l1_ratio は一緒に指定します'],
  ['Give both or neither.', '両方を書くか、両方を省略してください。'],
  [
    '"grow_policy: lossguide" needs tree_method hist or approx',
    '「grow_policy: lossguide」には tree_method: hist または approx が必要です'
  ],
  ['Remove tree_method.', 'tree_method を削除してください。'],
  [
    'base_score must be above 0 for this objective',
    'この objective では base_score は 0 より大きくなければなりません'
  ],
  ['Remove base_score.', 'base_score を削除してください。'],
  ['"{}" and "{}" are the same hyperparameter', '「{0}」と「{1}」は同じハイパーパラメータです'],
  ['an ensemble votes "soft", not {}', 'アンサンブルの投票は「soft」で、{0} は使えません'],
  [
    '"confidence_threshold" must be {}, not {}',
    '「confidence_threshold」は{0}でなければなりません(現在の値: {1})'
  ],
  [
    'Write "members: [{algorithm: random_forest, weight: 2}, {algorithm: xgboost, weight: 1}]".',
    '「members: [{algorithm: random_forest, weight: 2}, {algorithm: xgboost, weight: 1}]」のように書いてください。'
  ],
  ['an ensemble needs members', 'アンサンブルには members が必要です'],
  ['an ensemble has {} to {} members, not {}', 'アンサンブルのメンバーは {0} から {1} 個です(現在: {2} 個)'],
  ['the weights of the members are too large to be added', 'メンバーの重みが大きすぎて合計できません'],
  ['Give smaller weights.', '重みを小さくしてください。'],
  ['the weights of the members sum to {}', 'メンバーの重みの合計が {0} です'],
  [
    'Give at least one member a weight above 0.',
    '少なくとも 1 つのメンバーに 0 より大きい重みを付けてください。'
  ],
  [
    'a member must be a map, such as {algorithm: random_forest, weight: 1}',
    'メンバーは {algorithm: random_forest, weight: 1} のようなマップでなければなりません'
  ],
  ['a weight must be a number from 0, not {}', '重みは 0 以上の数値でなければなりません(現在の値: {0})'],
  [
    'the hyperparameters of a member must be a map',
    'メンバーの hyperparameters はマップでなければなりません'
  ],
  ['a member needs an algorithm', 'メンバーには algorithm が必要です'],
  ['{} cannot be a member of an ensemble', '{0} はアンサンブルのメンバーになれません'],
  ['parallel is {}, more than max_jobs ({})', 'parallel が {0} で、max_jobs({1})を超えています'],
  [
    'Use random or bayesian; hyperband is for: {}, script.',
    'random か bayesian を使ってください。hyperband を使えるもの: {0}、script。'
  ],
  [
    'hyperband stops trainings early, and {} cannot be',
    'hyperband は学習を途中で打ち切りますが、{0} は打ち切れません'
  ],
  [
    'Write "values: [...]", or use the strategy random.',
    '「values: [...]」と書くか、strategy を random にしてください。'
  ],
  ['a grid needs the values of "{}"', 'grid には「{0}」の values が必要です'],
  [
    '"{}" is both fixed in hyperparameters and tuned',
    '「{0}」が hyperparameters で固定され、同時に探索の対象になっています'
  ],
  [
    'scaling is for min and max, not for values',
    'scaling は min と max のためのもので、values には使えません'
  ],
  ['Write "values: [...]".', '「values: [...]」と書いてください。'],
  [
    '"{}" of {} is no number: min and max say nothing',
    '{1} の「{0}」は数値ではないので、min と max は使えません'
  ],
  ['positive_class is only for classification, not {}', 'positive_class は分類専用で、{0} には使えません'],
  [
    'fairness is only measured for classification, not {}',
    'fairness は分類でのみ測定され、{0} には使えません'
  ],
  ['Boosted trees: {}.', 'ブースティング木: {0}。'],
  [
    '"trees: best" is only for boosted trees, not {}',
    '「trees: best」はブースティング木専用で、{0} には使えません'
  ],
  [
    'Choose how to fill them, such as "missing: median", or use xgboost.',
    '「missing: median」のように補完の方法を選ぶか、xgboost を使ってください。'
  ],
  ['{} cannot keep missing values', '{0} は欠損値をそのまま扱えません'],
  ['"{}" says nothing with "method: none"', '「method: none」では「{0}」に意味がありません'],
  ['Remove it, or choose iqr or zscore.', '削除するか、iqr か zscore を選んでください。'],
  ['folds without a validation method', '検証の方法がないのに folds が指定されています'],
  [
    'Remove it: what is learned from are states, actions and rewards.',
    '削除してください。学習には状態、行動、報酬を使います。'
  ],
  ['{} has no meaning for reinforcement learning', '強化学習では {0} に意味がありません'],
  ['{} {}', '{0} {1}'],
  [
    'A recorded request is not changed: ask anew, in the issue or by a request file.',
    '記録されたリクエストは変更しません。Issue またはリクエストファイルで改めて依頼してください。'
  ]
]
