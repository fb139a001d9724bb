// A music player without a clock: the song moves when the user moves it. Queue, modes, lyrics, playlists, equaliser.
(() => {
  const my = () => AppStore.state.player;
  const ui = () => AppStore.ui.player;
  const track = (id) => byId(DATA.tracks, id);
  const current = () => track(my().queue[my().at]);
  const time = (s) => `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
  const MODES = {
    order: ['顺序', 'In order'],
    one: ['单曲循环', 'Repeat one'],
    all: ['列表循环', 'Repeat all'],
    mix: ['随机', 'Shuffle'],
  };

  function play(id) {
    if (!my().queue.includes(id)) my().queue.splice(my().at + 1, 0, id);
    my().at = my().queue.indexOf(id);
    my().isPlaying = true;
    my().seconds = 0;
    my().heard = [id, ...my().heard.filter((other) => other !== id)].slice(0, 12);
    render();
  }

  function step(by) {
    const { mode, queue } = my();
    if (mode === 'one') return play(queue[my().at]);
    let at = my().at + by;
    if (mode === 'mix') at = (my().at * 7 + 3 + queue.length) % queue.length;
    if (at < 0 || at >= queue.length) {
      if (mode !== 'all') {
        my().isPlaying = false;
        toast(t('播放列表到头了', 'That is the end of the queue'));
        return render();
      }
      at = (at + queue.length) % queue.length;
    }
    return play(queue[at]);
  }

  function nextMode() {
    const keys = Object.keys(MODES);
    my().mode = keys[(keys.indexOf(my().mode) + 1) % keys.length];
    toast(tt(MODES[my().mode]));
    render();
  }

  function seek(seconds) {
    my().seconds = seconds;
    if (seconds >= current().seconds) step(1);
    else render();
  }

  function lyrics() {
    const { lines, seconds } = current();
    const now = Math.min(lines.length - 1, Math.floor((my().seconds / seconds) * lines.length));
    return card(
      lines.map((text, index) =>
        h(
          'p',
          { class: index === now ? 'good' : 'muted' },
          h(
            'button',
            {
              type: 'button',
              class: 'chip',
              'aria-label': `${t('跳到歌词', 'Go to line')} ${index + 1}`,
              onclick: () => seek(Math.ceil((index * seconds) / lines.length)),
            },
            tt(text),
          ),
        ),
      ),
    );
  }

  function queueView() {
    const drop = (id) => () => {
      if (my().queue.length === 1) return toast(t('至少留一首', 'Keep one song'), 'warn');
      const at = my().queue.indexOf(id);
      my().queue.splice(at, 1);
      if (at < my().at || my().at === my().queue.length) my().at -= 1;
      return render();
    };
    const up = (id) => () => {
      const at = my().queue.indexOf(id);
      if (at === 0) return;
      [my().queue[at - 1], my().queue[at]] = [id, my().queue[at - 1]];
      if (my().at === at) my().at -= 1;
      else if (my().at === at - 1) my().at += 1;
      render();
    };
    return card(
      my().queue.map((id, index) =>
        h(
          'div',
          { class: 'line' },
          index === my().at && h('b', { class: 'good' }, '♪'),
          h('button', { type: 'button', class: 'chip grow', onclick: () => play(id) }, tt(track(id).name)),
          muted(tt(track(id).artist)),
          small('↑', up(id), { 'aria-label': `${t('上移', 'Move up')} ${tt(track(id).name)}` }),
          iconButton('trash', `${t('移出队列', 'Remove')} ${tt(track(id).name)}`, drop(id)),
        ),
      ),
    );
  }

  function equaliser() {
    const presets = { flat: [0, 0, 0], bass: [6, 1, 0], voice: [-2, 5, 2] };
    const bands = [
      ['低音', 'Bass'],
      ['中音', 'Middle'],
      ['高音', 'Treble'],
    ];
    return card(
      chips(
        Object.keys(presets).map((name) => [name, name]),
        '',
        (name) => {
          my().bands = [...presets[name]];
          render();
        },
      ),
      bands.map((names, index) =>
        slider(tt(names), my().bands[index], -8, 8, (value) => {
          my().bands[index] = value;
          render();
        }),
      ),
      field(
        t('速度', 'Speed'),
        select(
          ['0.75', '1', '1.5', '2'].map((v) => [v, `${v}×`]),
          my().speed,
          (speed) => (my().speed = speed),
        ),
      ),
      field(
        t('定时关闭', 'Sleep timer'),
        select(
          [
            ['0', t('关', 'Off')],
            ['1', t('播完这首', 'After this song')],
          ],
          my().sleep,
          (sleep) => (my().sleep = sleep),
        ),
      ),
    );
  }

  const TABS = { lyrics, queue: queueView, sound: equaliser };

  function addToList(id) {
    const add = (name) => () => {
      if (my().lists[name].includes(id)) return toast(t('已在歌单里', 'It is there already'), 'warn');
      my().lists[name].push(id);
      return toast(t('已加入', 'Added'));
    };
    openSheet(t('加入歌单', 'Add to playlist'), [
      ...Object.keys(my().lists).map((name) => [name, add(name)]),
      [
        t('新歌单', 'New playlist'),
        () =>
          openForm(t('新歌单', 'New playlist'), { name: [t('名称', 'Name'), CHECKS.needed] }, {}, ({ name }) => {
            my().lists[name.trim()] = [id];
            render();
          }),
      ],
    ]);
  }

  function view() {
    const song = current();
    const set = (key) => (value) => {
      my()[key] = value;
      render();
    };
    return h(
      'div',
      { class: 'split' },
      h(
        'div',
        {},
        h('div', { class: 'stage', style: `--tint:${song.hue}` }, icon('music', 90)),
        h('h2', {}, tt(song.name)),
        muted(tt(song.artist)),
        slider(`${time(my().seconds)} / ${time(song.seconds)}`, my().seconds, 0, song.seconds, seek, 5),
        row(
          toggleButton('heart', my().liked.includes(song.id), `${t('喜欢', 'Like')} ${tt(song.name)}`, () =>
            set('liked')(toggled(my().liked, song.id)),
          ),
          iconButton('prev', t('上一首', 'Previous'), () => (my().seconds > 10 ? seek(0) : step(-1))),
          primary(my().isPlaying ? t('暂停', 'Pause') : t('播放', 'Play'), () => set('isPlaying')(!my().isPlaying)),
          iconButton('next', t('下一首', 'Next'), () => step(1)),
          small(tt(MODES[my().mode]), nextMode, { 'aria-label': `${t('播放模式', 'Mode')} ${tt(MODES[my().mode])}` }),
          iconButton('plus', t('加入歌单', 'Add to playlist'), () => addToList(song.id)),
        ),
        slider(t('音量', 'Volume'), my().volume, 0, 100, set('volume'), 10),
      ),
      h(
        'div',
        {},
        tabs(
          t('播放器', 'Player'),
          [
            ['lyrics', t('歌词', 'Lyrics')],
            ['queue', t('队列', 'Queue')],
            ['sound', t('音效', 'Sound')],
          ],
          ui().tab,
          (tab) => {
            ui().tab = tab;
            render();
          },
        ),
        TABS[ui().tab](),
      ),
    );
  }

  const songLine = (song) =>
    h(
      'div',
      { class: 'line' },
      h('span', { class: 'thumb' }, picture(song, 26)),
      h('button', { type: 'button', class: 'chip grow', onclick: () => play(song.id) }, tt(song.name)),
      muted(`${tt(song.artist)} ${time(song.seconds)}`),
      iconButton('plus', `${t('加入歌单', 'Add to playlist')} ${tt(song.name)}`, () => addToList(song.id)),
    );

  function library() {
    const lists = {
      [t('全部', 'All')]: DATA.tracks.map(({ id }) => id),
      [t('喜欢', 'Liked')]: my().liked,
      [t('最近', 'Recent')]: my().heard,
      ...my().lists,
    };
    const name = lists[ui().list] ? ui().list : Object.keys(lists)[0];
    const songs = lists[name]
      .map(track)
      .sort(ui().byArtist ? (a, b) => tt(a.artist).localeCompare(tt(b.artist)) : () => 0);
    return h(
      'div',
      {},
      chips(
        Object.keys(lists).map((key) => [key, `${key} ${lists[key].length}`]),
        name,
        (list) => {
          ui().list = list;
          render();
        },
      ),
      row(
        button(t('播放全部', 'Play all'), () => {
          if (!songs.length) return toast(t('歌单是空的', 'It is empty'), 'warn');
          my().queue = songs.map(({ id }) => id);
          my().at = 0;
          return play(my().queue[0]);
        }),
        checkbox(t('按歌手排序', 'Sort by artist'), ui().byArtist, (byArtist) => {
          ui().byArtist = byArtist;
          render();
        }),
        my().lists[name] &&
          button(t('删除歌单', 'Delete playlist'), () => {
            delete my().lists[name];
            render();
          }),
      ),
      songs.length ? card(songs.slice(0, 20).map(songLine)) : empty(t('没有歌曲', 'No songs')),
    );
  }

  feature('player', {
    state: () => ({
      queue: DATA.tracks.slice(0, 6).map(({ id }) => id),
      at: 0,
      isPlaying: false,
      seconds: 0,
      volume: 60,
      mode: 'order',
      liked: [],
      heard: [],
      lists: {},
      bands: [0, 0, 0],
      speed: '1',
      sleep: '0',
    }),
    ui: () => ({ tab: 'lyrics', list: '', byArtist: false }),
    routes: {
      player: { names: ['播放', 'Player'], icon: 'play', view, enter: (id) => track(id) && play(id) },
      library: { names: ['曲库', 'Library'], icon: 'music', view: library },
    },
    slots: {
      'home.blocks': () => section(t('今日推荐', 'For you today'), card(DATA.tracks.slice(3, 8).map(songLine))),
    },
    tasks: [
      {
        key: 'player.like',
        text: ['喜欢正在播放的歌曲，并把音量调到 100。', 'Like the present song and turn the volume to 100.'],
        check: () => my().liked.length > 0 && my().volume === 100,
      },
    ],
  });
})();
