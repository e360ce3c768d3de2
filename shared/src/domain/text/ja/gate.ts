/** What the gate says about rules, metrics and the champion. */
export const gate: readonly (readonly [english: string, japanese: string])[] = [
  // Comparisons.
  ['{} is below {}', '{0} は {1} 未満です'],
  ['{} is not below {}', '{0} は {1} 未満ではありません'],
  ['{} is at most {}', '{0} は {1} 以下です'],
  ['{} is not at most {}', '{0} は {1} 以下ではありません'],
  ['{} is above {}', '{0} は {1} を上回ります'],
  ['{} is not above {}', '{0} は {1} を上回りません'],
  ['{} is at least {}', '{0} は {1} 以上です'],
  ['{} is not at least {}', '{0} は {1} 以上ではありません'],
  ['{} is equal to {}', '{0} は {1} に等しいです'],
  ['{} is not equal to {}', '{0} は {1} に等しくありません'],
  ['{} is different from {}', '{0} は {1} と異なります'],
  ['{} is not different from {}', '{0} は {1} と異なりません'],
  ['{} is one of {}', '{0} は {1} のいずれかです'],
  ['{} is not one of {}', '{0} は {1} のいずれでもありません'],
  ['{}, which the rule forbids', '{0}(この条件では認められません)'],
  ['{} (because {})', '{0}(理由: {1})'],
  ['the rule says {}', '条件は {0} です'],
  ['neither holds: {}', 'どちらも成り立ちません: {0}'],
  ['none holds: {}', 'いずれも成り立ちません: {0}'],
  ['{} of slice {}', '{0} / スライス {1}'],
  ["the champion's {}", '現行モデルの {0}'],
  // What has no value.
  ['{} divides by zero', '{0} は 0 による除算です'],
  ['{} is not a finite number', '{0} は有限の数値ではありません'],
  ['{} is not a finite number ({})', '{0} は有限の数値ではありません({1})'],
  ['{} is not finite', '{0} は有限ではありません'],
  ['{} is undefined', '{0} は計算できません'],
  ['{} is undefined: {}', '{0} は計算できません: {1}'],
  [
    'there is no champion yet (improves and not_worse are true without one, a comparison with champion.<metric> is not)',
    '現行モデルがまだありません(その場合、improves と not_worse は成り立ちますが、champion.<指標> との比較は成り立ちません)'
  ],
  [
    '{} is undefined: the test data has no slice {}{}',
    '{0} は計算できません: 評価データにスライス {1} がありません{2}'
  ],
  ['{} was not measured', '{0} は測定されていません'],
  ['{} was not measured{}', '{0} は測定されていません{1}'],
  ['; did you mean {}?', '。{0} のことですか?'],
  ['the model gave no probabilities', 'モデルが確率を出力しません'],
  ['there are no probabilities', '確率がありません'],
  ['there are no positive rows', '陽性の行がありません'],
  ['there are no negative rows', '陰性の行がありません'],
  ['there are no rows', '行がありません'],
  ['there is only one row', '行が 1 つしかありません'],
  ['the target is constant', '目的変数が一定です'],
  ['every target is zero', '目的変数がすべて 0 です'],
  ['all rows are of one class', 'すべての行が同じクラスです'],
  ['all predictions are of one class', 'すべての予測が同じクラスです'],
  ['the result is not a finite number', '結果が有限の数値ではありません'],
  ['no row was predicted as {}', '{0} と予測された行がありません'],
  ['no row is of class {}', 'クラス {0} の行がありません'],
  ['no row is of class {} or was predicted as it', 'クラス {0} の行も、そう予測された行もありません'],
  ['every row is of class {}', 'すべての行がクラス {0} です'],
  // The champion.
  ['there is no champion yet to compare {} with', '{0} を比較する現行モデルがまだありません'],
  ['there is no champion to compare {} with', '{0} を比較する現行モデルがありません'],
  ['the amount of {} must not be negative, it is {}', '{0} の量は負にできません(現在の値: {1})'],
  ['{} was not compared with the champion on the same rows', '{0} は同じ行で現行モデルと比較されていません'],
  ['{} cannot be compared with {}: {}', '{0} を {1} と比較できません: {2}'],
  [
    '{} cannot be compared with {}: it is not known which way is better',
    '{0} を {1} と比較できません: 大小どちらが良いか分かりません'
  ],
  ['there is no interval', '区間がありません'],
  ['{}, all of it above {}', '{0}、区間全体が {1} を上回ります'],
  ['{}, none of it above {}', '{0}、区間全体が {1} を上回りません'],
  [
    '{}: too few rows to tell whether it is above {}',
    '{0}: {1} を上回るかどうか判断するには行数が不足しています'
  ],
  ['worse than that of {} by {}', '{0} より {1} 劣っています'],
  ['better than that of {} by {}', '{0} より {1} 優れています'],
  ['{} is {} ({} % interval of the difference {} to {})', '{0} は {1}(差の {2} % 区間: {3} から {4})'],
  [
    'no interval: there are more than {} rows and no rule names the metric',
    '区間なし: 行数が {0} を超え、この指標を使う条件がありません'
  ],
  ['no interval: {}', '区間なし: {0}'],
  ['undefined for the {}: {}', '{0} で計算できません: {1}'],
  ['{} takes the rows of a group for independent', '{0} はグループ内の行を独立とみなします'],
  // Fairness and parity.
  [
    'the ONNX model differs from the library by at most {} on {} rows',
    'ONNX モデルとライブラリの差は {1} 行で最大 {0} です'
  ],
  ['{}, with {} other labels; {} is allowed', '{0}。ラベルの違いは {1} 件、許容値は {2} です'],
  ['the test data has no column "{}"', '評価データに列「{0}」がありません'],
  ['{} of {} is undefined: {}', '{1} の {0} は計算できません: {2}'],
  ['{} of {}, {}, is at most {}', '{1} の {0} は {2} で、{3} 以下です'],
  ['{} of {}, {}, is above {}', '{1} の {0} は {2} で、{3} を上回ります'],
  ['{} of {}, {}, is at least {}', '{1} の {0} は {2} で、{3} 以上です'],
  ['{} of {}, {}, is below {}', '{1} の {0} は {2} で、{3} 未満です'],
  ['too few rows', '行数が不足しています'],
  [
    'fewer than two groups of at least {} rows have {}',
    '{0} 行以上のグループのうち、{1}のあるものが 2 つ未満です'
  ],
  ['rows of the positive class', '陽性クラスの行'],
  ['rows of other classes', 'その他のクラスの行'],
  ['not judged: fewer than {} rows', '判定対象外: {0} 行未満です'],
  ['no rows of the positive class', '陽性クラスの行がありません'],
  ['no rows of other classes', 'その他のクラスの行がありません'],
  ['no group is ever predicted as the positive class', 'どのグループも陽性クラスと予測されていません']
]
