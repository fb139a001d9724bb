// Shows: genre filters, episodes, a stage with quality and captions, comments that float by scene, ratings, watch list.
(() => {
  const my = () => AppStore.state.video;
  const ui = () => AppStore.ui.video;
  const genres = () => [...new Map(DATA.shows.map(({ genre }) => [genre[1], genre])).values()];

  function watch(show, episode) {
    if (episode > 3 && !my().isMember) return joinDialog(show, episode);
    my().seen[show.id] = Math.max(my().seen[show.id] || 0, episode);
    Object.assign(ui(), { episode, minute: 0, isPlaying: true });
    return render();
  }

  function joinDialog(show, episode) {
    const join = (plan) => {
      my().isMember = plan;
      closeDialog();
      toast(t('已开通会员', 'You are a member'));
      watch(show, episode);
    };
    openOverlay(t('会员专享', 'Members only'), h('p', {}, t('第四集起需要会员。', 'From episode four on.')), [
      button(t('月卡', 'Monthly'), () => join('month')),
      primary(t('年卡', 'Yearly'), () => join('year')),
    ]);
  }

  function stage(show) {
    const set = (values) => {
      Object.assign(ui(), values);
      render();
    };
    const shown = my().floating.filter(({ id, minute }) => id === show.id && Math.abs(minute - ui().minute) < 5);
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'stage', style: `--tint:${show.hue}` },
        icon(show.shape, 90),
        ui().captions && h('span', {}, tt(show.text).slice(0, 24)),
        ui().showFloating &&
          h(
            'div',
            {},
            shown.map(({ text }) => h('span', { class: 'tag' }, text)),
          ),
      ),
      slider(
        t('分钟', 'Minute'),
        ui().minute,
        0,
        45,
        (minute) => {
          if (minute === 45 && ui().autoNext && ui().episode < show.episodes) watch(show, ui().episode + 1);
          else set({ minute });
        },
        5,
      ),
      row(
        primary(ui().isPlaying ? t('暂停', 'Pause') : t('播放', 'Play'), () => set({ isPlaying: !ui().isPlaying })),
        select(
          ['480P', '720P', '1080P', '4K'].map((q) => [q, q]),
          ui().quality,
          (quality) => {
            if (quality === '4K' && !my().isMember) toast(t('4K 需要会员', '4K is for members'), 'warn');
            else ui().quality = quality;
            render();
          },
          { 'aria-label': t('清晰度', 'Quality') },
        ),
        select(
          ['0.5', '1', '1.5', '2'].map((v) => [v, `${v}×`]),
          ui().speed,
          (speed) => set({ speed }),
          { 'aria-label': t('倍速', 'Speed') },
        ),
        checkbox(t('字幕', 'Captions'), ui().captions, (captions) => set({ captions })),
        checkbox(t('弹幕', 'Floating comments'), ui().showFloating, (showFloating) => set({ showFloating })),
        checkbox(t('连播', 'Autoplay'), ui().autoNext, (autoNext) => set({ autoNext })),
      ),
      ui().showFloating &&
        h(
          'div',
          { class: 'row' },
          h('span', { class: 'grow' }, input(ui(), 'floatText', { 'aria-label': t('发弹幕', 'Floating comment') })),
          small(t('发射', 'Send it'), () => sendFloating(show)),
        ),
    );
  }

  function sendFloating(show) {
    const text = ui().floatText.trim();
    if (!text) return toast(t('弹幕不能为空', 'Write something'), 'warn');
    if (text.length > 20) return toast(t('弹幕最多二十字', 'Twenty letters at most'), 'warn');
    my().floating.push({ id: show.id, minute: ui().minute, text });
    ui().floatText = '';
    return render();
  }

  function episodes(show) {
    const list = Array.from({ length: show.episodes }, (_, index) => index + 1);
    if (ui().backwards) list.reverse();
    return section(
      t('选集', 'Episodes'),
      row(
        small(ui().backwards ? t('正序', 'First first') : t('倒序', 'Last first'), () => {
          ui().backwards = !ui().backwards;
          render();
        }),
        muted(`${t('看到', 'Seen')} ${my().seen[show.id] || 0}`),
      ),
      h(
        'div',
        { class: 'chips' },
        list.map((n) =>
          h(
            'button',
            {
              type: 'button',
              class: `chip ${n === ui().episode ? 'on' : ''}`,
              'aria-label': `${t('第', 'Episode')} ${n}`,
              onclick: () => watch(show, n),
            },
            n > 3 && !my().isMember ? `${n} 🔒` : String(n),
          ),
        ),
      ),
    );
  }

  function rate(show) {
    const rated = my().ratings[show.id] || 0;
    return row(
      muted(t('评分', 'Rate')),
      [1, 2, 3, 4, 5].map((n) =>
        h(
          'button',
          {
            type: 'button',
            class: 'icon-btn',
            'aria-label': `${n} ${t('星', 'stars')}`,
            onclick: () => {
              if (!my().seen[show.id]) return toast(t('看过才能评分', 'Watch it first'), 'warn');
              my().ratings[show.id] = rated === n ? 0 : n;
              return render();
            },
          },
          n <= rated ? '★' : '☆',
        ),
      ),
      button(my().list.includes(show.id) ? t('移出片单', 'Off my list') : t('加入片单', 'On my list'), () => {
        my().list = toggled(my().list, show.id);
        render();
      }),
      slot('keep', { id: show.id, name: show.name, path: `show/${show.id}` }),
    );
  }

  function detail(id) {
    const show = byId(DATA.shows, id) || DATA.shows[0];
    const alike = DATA.shows.filter((other) => other.genre[1] === show.genre[1] && other !== show).slice(0, 4);
    return h(
      'div',
      {},
      h(
        'div',
        { class: 'split side' },
        h('div', {}, stage(show)),
        h(
          'div',
          {},
          h('h2', {}, tt(show.name)),
          muted(`${show.year} · ${tt(show.genre)} · ★ ${show.rating}`),
          h('p', {}, tt(show.text)),
          rate(show),
          episodes(show),
        ),
      ),
      section(t('相似', 'More like it'), h('div', { class: 'grid' }, alike.map(poster))),
    );
  }

  const poster = (show) =>
    card(
      link(`show/${show.id}`, picture(show), h('span', { class: 'name' }, tt(show.name))),
      row(
        muted(`${show.year} ★ ${show.rating}`),
        my().seen[show.id] && h('span', { class: 'tag' }, `${my().seen[show.id]}/${show.episodes}`),
      ),
    );

  function view() {
    const set = (key) => (value) => {
      ui()[key] = value;
      render();
    };
    const shown = DATA.shows
      .filter(
        (show) =>
          (!ui().genre || show.genre[1] === ui().genre) &&
          (!ui().decade || Math.floor(show.year / 10) === ui().decade) &&
          (!ui().mine || my().list.includes(show.id)),
      )
      .sort((a, b) => (ui().sort === 'rating' ? b.rating - a.rating : b.year - a.year));
    return h(
      'div',
      {},
      chips([['', t('全部', 'All')], ...genres().map((genre) => [genre[1], tt(genre)])], ui().genre, set('genre')),
      row(
        select(
          [
            [0, t('所有年代', 'Any decade')],
            [202, '2020–'],
            [201, '2010–2019'],
          ],
          ui().decade,
          (value) => set('decade')(Number(value)),
          { 'aria-label': t('年代', 'Decade') },
        ),
        tabs(
          t('排序', 'Sort'),
          [
            ['year', t('最新', 'Newest')],
            ['rating', t('高分', 'Best')],
          ],
          ui().sort,
          set('sort'),
        ),
        checkbox(t('只看片单', 'Only my list'), ui().mine, set('mine')),
      ),
      shown.length ? h('div', { class: 'grid' }, shown.map(poster)) : empty(t('片单是空的', 'Nothing here')),
    );
  }

  feature('video', {
    state: () => ({ seen: {}, ratings: {}, list: [], floating: [], isMember: '' }),
    ui: () => ({
      genre: '',
      decade: 0,
      sort: 'year',
      mine: false,
      episode: 1,
      minute: 0,
      isPlaying: false,
      quality: '720P',
      speed: '1',
      captions: false,
      showFloating: false,
      floatText: '',
      autoNext: true,
      backwards: false,
    }),
    routes: {
      video: { names: ['影视', 'Watch'], icon: 'film', view },
      show: {
        names: ['播放', 'Now watching'],
        parent: 'video',
        view: detail,
        enter: () => Object.assign(ui(), { episode: 1, minute: 0, isPlaying: false }),
      },
    },
    slots: {
      'home.blocks': () =>
        section(t('正在热播', 'On now'), h('div', { class: 'grid' }, DATA.shows.slice(0, 6).map(poster))),
    },
    tasks: [
      {
        key: 'video.list',
        text: [`把「${DATA.shows[1].name[0]}」加入片单。`, `Put "${DATA.shows[1].name[1]}" on your list.`],
        check: () => my().list.includes(DATA.shows[1].id),
      },
      {
        key: 'video.member',
        text: ['开通年卡会员。', 'Become a yearly member.'],
        check: () => my().isMember === 'year',
      },
    ],
  });
})();
