import { REPEATABLE, type GitHubClient } from './github-client.js'

export interface AuthoredComment {
  readonly id: number
  readonly user: { readonly login: string; readonly type?: string } | null
}

const ACTIONS_BOT = 'github-actions[bot]'
const INSTALLATION_TOKEN = /^ghs_/

/** Tells whether a comment was written with our own token; GitHub is asked who we are only when that is in doubt. */
export class CommentAuthor {
  readonly #client: GitHubClient
  readonly #isInstallation: boolean
  #login: string | undefined

  constructor(client: GitHubClient, token: string) {
    this.#client = client
    this.#isInstallation = INSTALLATION_TOKEN.test(token)
  }

  async wrote(comment: AuthoredComment): Promise<boolean> {
    const author = comment.user?.login
    if (author === undefined) return false
    if (this.#isInstallation && author === ACTIONS_BOT) return true
    // A person's comment is never an installation's.
    if (this.#isInstallation && !author.endsWith('[bot]')) return false
    return author === (await this.#ownLogin())
  }

  async #ownLogin(): Promise<string> {
    if (this.#login === undefined) {
      const answer = await this.#client.graphql<{ viewer: { login: string } }>('query { viewer { login } }', {
        request: REPEATABLE
      })
      this.#login = answer.viewer.login
    }
    return this.#login
  }
}
