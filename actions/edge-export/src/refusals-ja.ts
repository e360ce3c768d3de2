/** What `unsupported` means, by reason code, in Japanese; codes of a quantization have sentences of their own. */
export const refusalsJa: ReadonlyMap<string, string> = new Map([
  ['version-unknown', 'そのバージョンは登録されていません。'],
  ['no-production-version', '本番のバージョンがありません。'],
  ['version-not-exportable', 'このバージョンは却下または隔離されているため、機器に配布できません。'],
  ['no-onnx-model', 'このバージョンには model.onnx がありません。'],
  ['no-signature', 'ONNX ファイルに入力の特徴量（mlops.manifest）が書かれていません。'],
  ['no-real-rows', '測定に使える行がありません（一致検査の行も評価データもありません）。'],
  ['accuracy-unmeasured', '量子化による精度の損失を測定できないため、int8 を採用できません。'],
  ['neo-unavailable', 'このリリースは SageMaker Neo でのコンパイルに対応していません。']
])
