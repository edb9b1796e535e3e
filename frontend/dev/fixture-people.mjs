const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString();

/** Made-up keys, members and accounts; few of them in the scenario "empty". */
export class FixturePeople {
  constructor(scenario) {
    const isBusy = scenario !== "empty";
    this.keys = isBusy ? [
      { id: "key_5", name: "CI of the vision team", prefix: "isg_7Qx2", account: "acc_1", project: "prj_1", scopes: ["read", "submit"], createdAt: ago(40), expiresAt: ago(-50), lastUsedAt: ago(0.003) },
      { id: "key_4", name: "isograd on a-workstation-with-a-name-that-is-rather-long.lab.example.org", prefix: "isg_Lm4d", account: "acc_2", project: "prj_1", scopes: ["read", "submit"], createdAt: ago(12), expiresAt: null, lastUsedAt: ago(2) },
      { id: "key_3", name: "Grafana", prefix: "isg_9zzB", account: "acc_1", project: "prj_1", scopes: ["read"], createdAt: ago(90), expiresAt: null, lastUsedAt: null },
      { id: "key_2", name: "notebook of last spring", prefix: "isg_aa01", account: "acc_3", project: "prj_1", scopes: ["read", "submit", "admin"], createdAt: ago(230), expiresAt: ago(3), lastUsedAt: ago(30) },
    ] : [];
    this.members = [
      ...(isBusy ? [
        { account: "acc_4", name: "CI: octo/vision", role: "member", active: true, since: ago(20) },
        { account: "acc_3", name: "Grace Hopper", role: "viewer", active: false, since: ago(200) },
        { account: "acc_2", name: "Ada Lovelace", role: "admin", active: true, since: ago(300) },
      ] : []),
      { account: "acc_1", name: "admin", role: "admin", active: true, since: ago(400) },
    ];
    this.accounts = [
      ...(isBusy ? [
        { id: "acc_5", name: "Alan Turing", email: "alan@example.org", administrator: false, active: true, createdAt: ago(3), issuer: null },
        { id: "acc_4", name: "CI: octo/vision", email: null, administrator: false, active: true, createdAt: ago(20), issuer: "https://token.actions.githubusercontent.com" },
        { id: "acc_3", name: "Grace Hopper", email: "grace@example.org", administrator: false, active: false, createdAt: ago(230), issuer: null },
        { id: "acc_2", name: "Ada Lovelace", email: "ada@example.org", administrator: true, active: true, createdAt: ago(300), issuer: "https://login.example.org/realms/lab" },
      ] : []),
      { id: "acc_1", name: "admin", email: null, administrator: true, active: true, createdAt: ago(400), issuer: null },
    ];
  }

  createKey(body) {
    const key = { id: `key_${Date.now()}`, prefix: "isg_fixt", account: "acc_1", project: "prj_1", createdAt: ago(0), lastUsedAt: null, expiresAt: null, ...body };
    this.keys.unshift(key);
    return { ...key, key: "isg_fixtureKeyThatOpensNothing0123456789abcdef" };
  }

  revoke(id) {
    this.keys = this.keys.filter((key) => key.id !== id);
  }

  putMember(account, { role }) {
    const known = this.members.find((member) => member.account === account);
    if (known) known.role = role;
    else this.members.unshift({ account, name: this.accounts.find(({ id }) => id === account)?.name ?? account, role, active: true, since: ago(0) });
    return this.members.find((member) => member.account === account);
  }

  removeMember(account) {
    this.members = this.members.filter((member) => member.account !== account);
  }

  createAccount(body) {
    const account = { id: `acc_${Date.now()}`, email: null, administrator: false, active: true, createdAt: ago(0), issuer: null, ...body };
    this.accounts.unshift(account);
    return { ...account, key: "isg_firstKeyOfTheFixture0123456789abcdef" };
  }

  editAccount(id, changes) {
    return Object.assign(this.accounts.find((account) => account.id === id), changes);
  }

  /** The routes of the API that these answers belong to. */
  static routes(page, people) {
    return [
      ["GET", /^\/api-keys$/, () => page(people().keys, 200)],
      ["POST", /^\/api-keys$/, (_, __, body) => people().createKey(body)],
      ["DELETE", /^\/api-keys\/([^/]+)$/, ([id]) => people().revoke(id)],
      ["GET", /^\/projects\/[^/]+\/members$/, () => page(people().members, 200)],
      ["PUT", /^\/projects\/[^/]+\/members\/([^/]+)$/, ([account], _, body) => people().putMember(account, body)],
      ["DELETE", /^\/projects\/[^/]+\/members\/([^/]+)$/, ([account]) => people().removeMember(account)],
      ["GET", /^\/accounts$/, () => page(people().accounts, 200)],
      ["POST", /^\/accounts$/, (_, __, body) => people().createAccount(body)],
      ["PATCH", /^\/accounts\/([^/]+)$/, ([id], _, body) => people().editAccount(id, body)],
    ];
  }
}
