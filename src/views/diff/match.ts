/** Members of two lists, put together by name. */
export interface Matched<Member> {
  readonly kept: readonly (readonly [before: Member, after: Member])[];
  readonly renamed: readonly (readonly [before: Member, after: Member])[];
  readonly removed: readonly Member[];
  readonly added: readonly Member[];
}

/**
 * Puts members together by name. One that is gone and one that is new count as renamed when they look alike and no others
 * do: `likeness` is a rough text of a member, `isSame` the exact comparison.
 */
export function matchByName<Member extends { readonly name: string }>(
  before: readonly Member[],
  after: readonly Member[],
  likeness: (member: Member) => string,
  isSame: (before: Member, after: Member) => boolean,
): Matched<Member> {
  const newByName = new Map(after.map((member) => [member.name, member]));
  const oldNames = new Set(before.map(({ name }) => name));
  const kept: [Member, Member][] = [];
  const gone: Member[] = [];
  for (const member of before) {
    const same = newByName.get(member.name);
    if (same === undefined) gone.push(member);
    else kept.push([member, same]);
  }
  const fresh = after.filter(({ name }) => !oldNames.has(name));
  const goneByLikeness = groupBy(gone, likeness);
  const renamed: [Member, Member][] = [];
  for (const [text, candidates] of groupBy(fresh, likeness)) {
    const [was, ...others] = goneByLikeness.get(text) ?? [];
    const [is, ...more] = candidates;
    if (was === undefined || is === undefined || others.length + more.length > 0) continue;
    if (isSame(was, is)) renamed.push([was, is]);
  }
  const moved = new Set(renamed.flat());
  return {
    kept,
    renamed,
    removed: gone.filter((member) => !moved.has(member)),
    added: fresh.filter((member) => !moved.has(member)),
  };
}

function groupBy<Member>(
  members: readonly Member[],
  keyOf: (member: Member) => string,
): ReadonlyMap<string, readonly Member[]> {
  const groups = new Map<string, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return groups;
}
