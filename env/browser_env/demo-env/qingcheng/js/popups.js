// What stands in the way at the start, to be closed before the app can be used: consent and tour are modal dialogs, gift
// and survey plain overlays.
(() => {
  const my = () => AppStore.state.popups;

  function consent() {
    const draft = { statistics: true, offers: true };
    const save = (values) => () => {
      my().consent = values;
      closeDialog();
    };
    openDialog(
      t('隐私提示', 'Your privacy'),
      h(
        'div',
        {},
        h('p', {}, t('请选择允许的用途。', 'Choose what we may do.')),
        switchRow(draft, 'statistics', t('统计', 'Statistics')),
        switchRow(draft, 'offers', t('推荐', 'Offers')),
      ),
      [
        button(t('仅必要', 'Only what is needed'), save({ statistics: false, offers: false })),
        primary(t('接受所选', 'Accept these'), () => save({ ...draft })()),
      ],
    );
  }

  function switchRow(draft, key, label) {
    return h(
      'div',
      {},
      checkbox(label, draft[key], (isOn) => (draft[key] = isOn)),
    );
  }

  function survey() {
    const answer = (stars) => () => {
      my().rating = stars;
      closeDialog();
      if (stars < 3) toast(t('我们会改进', 'We will do better'));
    };
    openOverlay(
      t('喜欢我们吗？', 'Do you like us?'),
      h(
        'div',
        { class: 'row' },
        [1, 2, 3, 4, 5].map((stars) =>
          button('★'.repeat(stars), answer(stars), { 'aria-label': `${stars} ${t('星', 'stars')}` }),
        ),
      ),
      [],
    );
  }

  function tour() {
    const pages = [
      t('用底部或侧边导航切换', 'Move with the navigation'),
      t('右上角菜单有全部功能', 'The menu holds everything'),
      t('祝你使用愉快', 'Enjoy'),
    ];
    const show = (index) =>
      openDialog(t('新手引导', 'A short tour'), h('p', {}, `${index + 1}/${pages.length} ${pages[index]}`), [
        button(t('跳过', 'Skip'), closeDialog),
        primary(index + 1 < pages.length ? t('下一页', 'Next page') : t('完成', 'Done'), () => {
          closeDialog();
          if (index + 1 < pages.length) show(index + 1);
          else my().toured = true;
        }),
      ]);
    show(0);
  }

  function gift() {
    const open = () => {
      my().gift = true;
      closeDialog();
      toast(t('礼包已领取', 'The gift is yours'));
    };
    openOverlay(
      t('新人礼包', 'A welcome gift'),
      h('div', { class: 'hero' }, h('h2', {}, money(20)), h('p', {}, t('今日有效', 'Today only'))),
      [button(t('以后再说', 'Maybe later'), closeDialog), primary(t('收下', 'Take it'), open)],
    );
  }

  const KINDS = { consent, survey, tour, gift };
  feature('popups', {
    state: () => ({ consent: null, rating: 0, toured: false, gift: false }),
    slots: { start: () => option('popups', ['gift']).forEach((name) => KINDS[name]()) },
  });
})();
