import type { LiteralToken } from '@actions/workflow-parser/templates/tokens/index'
import { StringToken } from '@actions/workflow-parser/templates/tokens/index'
import { isString } from '@actions/workflow-parser/templates/tokens/type-guards'
import { YamlObjectReader } from '@actions/workflow-parser/workflows/yaml-object-reader'

/**
 * Reads YAML with every string decoded.
 *
 * The package's reader looks for `${{ }}` in the *source* of a multi-line string, so block scalars would keep their
 * indentation (which breaks Python and here-documents); without a source it uses the decoded value.
 */
export class DecodedYamlReader extends YamlObjectReader {
  override allowLiteral(): LiteralToken | undefined {
    const token = super.allowLiteral()
    if (token === undefined || !isString(token)) return token
    return new StringToken(token.file, token.range, token.value, token.definitionInfo)
  }
}
