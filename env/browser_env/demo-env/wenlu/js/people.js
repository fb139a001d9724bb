// People: following, requests, groups, remarks, a card for each.
(() => {
  const my = () => AppStore.state.people;
  const ui = () => AppStore.ui.people;
  const follows = (id) => my().following.includes(id);

  function follow(person) {
    if (follows(person.id)) {
      return confirmDialog(t('取消关注', 'Unfollow'), tt(person.name), () => {
        my().following = toggled(my().following, person.id);
        render();
      });
    }
    my().following = toggled(my().following, person.id);
    toast(person.isPrivate ? t('已发送请求', 'Asked to follow') : t('已关注', 'Following'));
    return render();
  }

  const followButton = (person) =>
    person.id !== 'me' &&
    small(follows(person.id) ? t('已关注', 'Following') : t('关注', 'Follow'), () => follow(person), {
      'aria-label': `${follows(person.id) ? t('取消关注', 'Unfollow') : t('关注', 'Follow')} ${tt(person.name)}`,
    });

  function answer(id, accept) {
    my().requests = my().requests.filter((other) => other !== id);
    if (accept) my().followers.push(id);
    toast(accept ? t('已通过', 'Accepted') : t('已拒绝', 'Declined'));
    render();
  }

  function show(id) {
    const person = byId(DATA.people, id);
    if (!person) return;
    const remark = () =>
      openForm(
        t('备注', 'Remark'),
        { text: [t('备注名', 'Remark'), (value) => (value.length > 10 ? t('最多十个字', 'Ten letters at most') : '')] },
        { text: my().remarks[id] || '' },
        ({ text }) => {
          if (text) my().remarks[id] = text;
          else delete my().remarks[id];
          render();
        },
      );
    const group = () =>
      openSheet(
        t('分组', 'Group'),
        Object.keys(my().groups).map((name) => [
          name,
          () => {
            my().groups[name] = toggled(my().groups[name], id);
            render();
          },
        ]),
      );
    openDialog(
      tt(person.name),
      h(
        'div',
        {},
        h('div', { class: 'row' }, avatar(person), h('p', {}, tt(person.text))),
        my().remarks[id] && muted(my().remarks[id]),
      ),
      [button(t('备注', 'Remark'), remark), button(t('分组', 'Group'), group)],
    );
  }

  function newGroup() {
    const check = (value) => CHECKS.needed(value) || (my().groups[value] ? t('已有此分组', 'It exists') : '');
    openForm(t('新分组', 'New group'), { name: [t('组名', 'Group name'), check] }, {}, ({ name }) => {
      my().groups[name.trim()] = [];
      ui().tab = name.trim();
      render();
    });
  }

  const line = (person) =>
    h(
      'div',
      { class: 'line' },
      avatar(person),
      h(
        'button',
        { type: 'button', class: 'chip grow', onclick: () => show(person.id) },
        tt(person.name),
        my().remarks[person.id] && ` (${my().remarks[person.id]})`,
      ),
      person.isPrivate && muted('🔒'),
      followButton(person),
    );

  const LISTS = {
    all: () => DATA.people,
    following: () => DATA.people.filter(({ id }) => follows(id)),
    both: () => DATA.people.filter(({ id }) => follows(id) && my().followers.includes(id)),
  };

  function view() {
    const groups = Object.keys(my().groups);
    const list = LISTS[ui().tab]?.() || DATA.people.filter(({ id }) => my().groups[ui().tab].includes(id));
    const requests = my().requests.map((id) => byId(DATA.people, id));
    return h(
      'div',
      {},
      requests.length > 0 &&
        section(
          t('关注请求', 'Requests'),
          card(
            requests.map((person) =>
              h(
                'div',
                { class: 'line' },
                avatar(person),
                h('b', { class: 'grow' }, tt(person.name)),
                small(t('通过', 'Accept'), () => answer(person.id, true), {
                  'aria-label': `${t('通过', 'Accept')} ${tt(person.name)}`,
                }),
                small(t('拒绝', 'Decline'), () => answer(person.id, false), {
                  'aria-label': `${t('拒绝', 'Decline')} ${tt(person.name)}`,
                }),
              ),
            ),
          ),
        ),
      h(
        'div',
        { class: 'row between' },
        tabs(
          t('名单', 'Lists'),
          [
            ['all', t('推荐', 'Suggested')],
            ['following', `${t('关注', 'Following')} ${my().following.length}`],
            ['both', t('互相关注', 'Mutual')],
            ...groups.map((name) => [name, name]),
          ],
          ui().tab,
          (tab) => {
            ui().tab = tab;
            render();
          },
        ),
        button(t('新分组', 'New group'), newGroup),
      ),
      list.length ? card(list.map(line)) : empty(t('这里没有人', 'Nobody is here')),
    );
  }

  feature('people', {
    state: () => ({
      following: [DATA.people[2].id],
      followers: [DATA.people[2].id, DATA.people[5].id],
      remarks: {},
      groups: {},
      requests: [DATA.people[3].id, DATA.people[6].id],
    }),
    ui: () => ({ tab: 'all' }),
    routes: {
      people: { names: ['好友', 'People'], icon: 'users', view, enter: show, count: () => my().requests.length },
    },
    slots: { person: followButton },
    tasks: [
      {
        key: 'people.accept',
        text: ['通过所有关注请求。', 'Accept all requests to follow.'],
        check: () => my().requests.length === 0 && [3, 6].every((n) => my().followers.includes(DATA.people[n].id)),
      },
    ],
  });
})();
