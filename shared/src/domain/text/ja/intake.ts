/** What is said about reading issues, forms, YAML and JSON. */
export const intake: readonly (readonly [english: string, japanese: string])[] = [
  ['this answer begins or ends with blanks', 'この回答の先頭または末尾に空白があります'],
  [
    'Remove them; if they belong to the name, write the request as a yaml block, with the name in quotes.',
    '空白を削除してください。名前の一部であれば、リクエストを yaml ブロックで書き、名前を引用符で囲んでください。'
  ],
  [
    'this can be read as different options, because some of them hold commas',
    '選択肢にコンマが含まれるため、複数の読み方ができます'
  ],
  ['Write the request as a yaml block instead.', '代わりにリクエストを yaml ブロックで書いてください。'],
  ['this is not an option of "{}"', '「{0}」の選択肢ではありません'],
  ['Options: {}.', '選択肢: {0}。'],
  ['the heading "{}" appears twice', '見出し「{0}」が 2 回あります'],
  [
    'Remove the second one; inside a text, put it in a code block.',
    '2 つ目を削除してください。文章の一部であれば、コードブロックに入れてください。'
  ],
  [
    'the heading "{}" is no field of a request, and the issue form was not found',
    '見出し「{0}」はリクエストの項目ではなく、Issue フォームも見つかりません'
  ],
  [
    'Name the form in the input form-template, or remove the heading.',
    '入力 form-template にフォームを指定するか、見出しを削除してください。'
  ],
  [
    'the question "{}" stands inside a block that an answer above opens',
    '質問「{0}」が、上の回答で始まったブロックの中にあります'
  ],
  ['Close the code block or the comment above it.', '上のコードブロックまたはコメントを閉じてください。'],
  [
    'this copy of the heading "{}" could be taken for the question itself',
    '見出し「{0}」と同じ文があり、質問そのものと区別できません'
  ],
  ['Indent it by four spaces, or leave it out.', '4 つの空白で字下げするか、削除してください。'],
  [
    'the text has too many lines, lists or quotes to look for a request in it',
    '行、リスト、引用が多すぎるため、リクエストを探せません'
  ],
  ['Leave only the request and a few words.', 'リクエストと短い説明だけにしてください。'],
  [
    'this is the second yaml or json block; a request is one block',
    '2 つ目の yaml または json ブロックです。リクエストは 1 つのブロックで書きます'
  ],
  ['Remove it, or change its tag to "text".', '削除するか、言語の指定を「text」に変えてください。'],
  ['this block is never closed', 'このブロックは閉じられていません'],
  ['End it with a line of {} alone.', '{0} だけの行で終えてください。'],
  ['no training request was found', '学習リクエストが見つかりません'],
  [
    'Write it in one ```yaml block at top level (not quoted, not in a list), or use the issue form.',
    '引用やリストの外に ```yaml ブロックを 1 つ書くか、Issue フォームを使ってください。'
  ],
  [
    'this block is a part of the HTML above it, which ends at a blank line',
    'このブロックは、空行までつづく上の HTML の一部になっています'
  ],
  ['Leave a blank line between them.', '間に空行を入れてください。'],
  [
    'text stands before the first question of the issue form',
    'Issue フォームの最初の質問の前に文章があります'
  ],
  [
    'Remove it: the body begins with a heading of the form.',
    '削除してください。本文はフォームの見出しで始まります。'
  ],
  ['this block stands below an answer of the issue form', 'Issue フォームの回答の下にこのブロックがあります'],
  [
    'A request is the form or one block: remove the block, or everything else.',
    'リクエストはフォームか 1 つのブロックのどちらかです。このブロックか、それ以外を削除してください。'
  ],
  ['a map of fields was expected here', 'ここには項目の一覧(マップ)が必要です'],
  [
    'Write one field per line, such as "algorithm: random_forest".',
    '「algorithm: random_forest」のように、1 行に 1 項目を書いてください。'
  ],
  ['a wrapped request cannot hold another one', '包まれたリクエストの中に別の包まれたリクエストは書けません'],
  [
    'names stand here without quotes and code fences',
    'ここには名前を、引用符やコードブロックなしで書いてください'
  ],
  [
    'Write one name per line, or a list such as ["a, b", c].',
    '1 行に 1 つずつ書くか、["a, b", c] のようなリストで書いてください。'
  ],
  [
    'names are separated by commas (,) or stand on lines of their own',
    '名前は半角のコンマ(,)で区切るか、1 行に 1 つずつ書いてください'
  ],
  [
    'Separate them by commas; if a name holds "{}" itself, write a list such as ["{}", c].',
    '半角のコンマで区切ってください。名前に「{0}」が含まれる場合は ["{1}", c] のようなリストで書いてください。'
  ],
  ['this is a mark of Markdown, not a name', 'これは Markdown の記号で、名前ではありません'],
  [
    'Write one name per line; if a name begins like this, write a list such as ["* a", b].',
    '1 行に 1 つずつ書いてください。名前がこのように始まる場合は ["* a", b] のようなリストで書いてください。'
  ],
  ['what follows the "#" would be left out of the list', '「#」より後ろはリストに含まれません'],
  [
    'Remove it; if it belongs to a name, put the name in quotes.',
    '削除してください。名前の一部であれば、名前を引用符で囲んでください。'
  ],
  ['Shorten it.', '短くしてください。'],
  ['the question "{}" has no answer', '質問「{0}」に回答がありません'],
  ['and {} more problems', 'ほかに {0} 件の問題があります'],
  [
    'half of a surrogate pair stands here, which is no character',
    'ここにサロゲートペアの片方だけがあり、文字になっていません'
  ],
  ['U+{} ({})', 'U+{0}「{1}」'],
  ['no-break space', 'ノーブレークスペース'],
  ['soft hyphen', 'ソフトハイフン'],
  ['zero-width space', 'ゼロ幅スペース'],
  ['zero-width non-joiner', 'ゼロ幅非接合子'],
  ['zero-width joiner', 'ゼロ幅接合子'],
  ['left-to-right mark', '左から右マーク'],
  ['right-to-left mark', '右から左マーク'],
  ['left-to-right embedding', '左から右埋め込み'],
  ['right-to-left embedding', '右から左埋め込み'],
  ['pop directional formatting', '方向指定の終了'],
  ['left-to-right override', '左から右上書き'],
  ['right-to-left override', '右から左上書き'],
  ['word joiner', '単語結合子'],
  ['left-to-right isolate', '左から右分離'],
  ['right-to-left isolate', '右から左分離'],
  ['first strong isolate', '最初の強い文字による分離'],
  ['pop directional isolate', '方向分離の終了'],
  ['ideographic space', '全角スペース'],
  ['zero-width no-break space', 'ゼロ幅ノーブレークスペース'],
  ['a Cyrillic letter', 'キリル文字'],
  ['a Greek letter', 'ギリシャ文字'],
  ['an Armenian letter', 'アルメニア文字'],
  ['a full-width letter', '全角文字'],
  ['a combining mark', '結合文字'],
  ['an invisible character', '見えない文字'],
  ['Write "{}": in its place stands {}.', '「{0}」と書いてください。代わりに {1} があります。'],
  ['the name "__proto__" is reserved', '「__proto__」という名前は使えません'],
  ['not valid JSON: {}', 'JSON として正しくありません: {0}'],
  ['nested deeper than {} levels', '入れ子が {0} 段より深くなっています'],
  ['the key "{}" is given twice', 'キー「{0}」が 2 回あります'],
  ['"{}" was expected here', 'ここには「{0}」が必要です'],
  ['the text has {} characters; at most {} are read', '{0} 文字あります。読めるのは {1} 文字までです'],
  ['unexpected text after the JSON value', 'JSON の値の後ろに余分な文字があります'],
  ['a value was expected here', 'ここには値が必要です'],
  ['a key in double quotes was expected here', 'ここには二重引用符で囲んだキーが必要です'],
  ['YAML directives (%) are not accepted', 'YAML のディレクティブ(%)は使えません'],
  [
    'a second document starts here; a request is one document',
    'ここから 2 つ目の文書が始まっています。リクエストは 1 つの文書です'
  ],
  ['the request is empty', 'リクエストが空です'],
  ['maps and lists are nested deeper than {} levels', 'マップとリストの入れ子が {0} 段より深くなっています'],
  ['not valid YAML: {}', 'YAML として正しくありません: {0}'],
  [
    'The colon after the name, or the blank after the colon, is not the usual one: write ": " there.',
    '名前の後ろのコロンか、その後ろの空白が通常のものではありません。半角の「: 」を書いてください。'
  ],
  [
    'Put texts with special characters in quotes, and indent with spaces.',
    '特殊な文字を含む値は引用符で囲み、字下げには空白を使ってください。'
  ],
  [
    'aliases (*) are not accepted; write the value out',
    'エイリアス(*)は使えません。値をそのまま書いてください'
  ],
  [
    'anchors (&) are not accepted; write the value out',
    'アンカー(&)は使えません。値をそのまま書いてください'
  ],
  ['tags (!) are not accepted', 'タグ(!)は使えません'],
  ['this value cannot be read', 'この値は読み取れません'],
  ['this value is neither text nor number', 'この値は文字列でも数値でもありません'],
  ['merge keys (<<) are not accepted', 'マージキー(<<)は使えません'],
  ['"body" must hold the request', '「body」にはリクエストを書いてください'],
  [
    'Beside "body" there may be only title, labels and assignees: fields of the request go inside it.',
    '「body」と並べて書けるのは title、labels、assignees だけです。リクエストの項目は body の中に書いてください。'
  ]
]
