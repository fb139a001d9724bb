// Mail: folders, stars, replying and forwarding, drafts, rules that sort, undo of sending, bulk reading.
(() => {
  const my = () => AppStore.state.mail;
  const ui = () => AppStore.ui.mail;
  const FOLDERS = {
    inbox: ['收件箱', 'Inbox'],
    star: ['星标', 'Starred'],
    sent: ['已发送', 'Sent'],
    draft: ['草稿', 'Drafts'],
    archive: ['归档', 'Archive'],
    bin: ['垃圾箱', 'Bin'],
  };
  const from = (mail) => (mail.from === 'me' ? t('我', 'Me') : tt(byId(DATA.people, mail.from).name));
  const inFolder = (folder) =>
    my().list.filter((mail) => (folder === 'star' ? mail.starred && mail.folder !== 'bin' : mail.folder === folder));

  function write(values) {
    ui().draft = { to: '', subject: '', text: '', ...values };
    ui().errors = {};
    go('compose');
  }

  function send() {
    const { draft } = ui();
    ui().errors = { to: CHECKS.mail(draft.to.trim()), text: CHECKS.needed(draft.text.trim()) };
    if (Object.values(ui().errors).some(Boolean)) return render();
    const deliver = () => {
      const mail = { id: AppStore.nextId('x'), from: 'me', folder: 'sent', isRead: true, ...draft };
      my().list.unshift(mail);
      ui().undo = mail.id;
      ui().draft = null;
      go('mail');
    };
    if (!draft.subject.trim())
      return confirmDialog(t('没有主题', 'No subject'), t('仍要发送？', 'Send it anyway?'), deliver);
    return deliver();
  }

  function undoSend() {
    const mail = byId(my().list, ui().undo);
    my().list = my().list.filter((other) => other !== mail);
    ui().undo = '';
    write({ to: mail.to, subject: mail.subject, text: mail.text });
  }

  function keepDraft() {
    my().list.unshift({ id: AppStore.nextId('x'), from: 'me', folder: 'draft', isRead: true, ...ui().draft });
    ui().draft = null;
    toast(t('已存草稿', 'Kept as a draft'));
    go('mail');
  }

  function compose() {
    ui().draft ||= { to: '', subject: '', text: '' };
    const { draft, errors } = ui();
    return card(
      field(t('收件人', 'To'), input(draft, 'to', { type: 'email' }), errors.to),
      chips(
        DATA.people.slice(0, 4).map(({ mail, name }) => [mail, tt(name)]),
        draft.to,
        (to) => {
          draft.to = to;
          render();
        },
      ),
      field(t('主题', 'Subject'), input(draft, 'subject')),
      field(t('正文', 'Text'), textarea(draft, 'text', { rows: 7 }), errors.text),
      row(
        primary(t('发送', 'Send'), send),
        button(t('存草稿', 'Keep as draft'), keepDraft),
        button(t('加签名', 'Add signature'), () => {
          draft.text += `\n— ${AppStore.state.app.userName}`;
          render();
        }),
        button(t('丢弃', 'Discard'), () => {
          ui().draft = null;
          go('mail');
        }),
      ),
    );
  }

  function moveTo(mails, folder) {
    for (const mail of mails) {
      if (folder === 'bin' && mail.folder === 'bin') my().list = my().list.filter((other) => other !== mail);
      else mail.folder = folder;
    }
    ui().picked = [];
    toast(tt(FOLDERS[folder]));
    render();
  }

  function newRule() {
    openForm(t('新规则', 'New rule'), { word: [t('主题包含', 'Subject contains'), CHECKS.needed] }, {}, ({ word }) => {
      const caught = inFolder('inbox').filter(({ subject }) => tt(subject).includes(word));
      my().rules.push(word);
      moveTo(caught, 'archive');
      toast(t(`移动了 ${caught.length} 封`, `${caught.length} were moved`));
    });
  }

  function detail(id) {
    const mail = byId(my().list, id);
    if (!mail) return empty(t('没有这封邮件', 'No such mail'), link('mail', t('回收件箱', 'To the inbox')));
    const address = mail.from === 'me' ? mail.to : byId(DATA.people, mail.from).mail;
    const back = (folder) => () => {
      moveTo([mail], folder);
      go('mail');
    };
    return h(
      'div',
      {},
      card(
        h('h2', {}, tt(mail.subject) || t('（无主题）', '(no subject)')),
        muted(`${from(mail)} · ${address}`),
        h('p', {}, tt(mail.text)),
        row(
          button(t('回复', 'Reply'), () =>
            write({ to: address, subject: `Re: ${tt(mail.subject)}`, text: `\n> ${tt(mail.text)}` }),
          ),
          button(t('转发', 'Forward'), () => write({ subject: `Fw: ${tt(mail.subject)}`, text: tt(mail.text) })),
          mail.folder === 'draft' &&
            button(t('继续写', 'Go on writing'), () => {
              my().list = my().list.filter((other) => other !== mail);
              write(mail);
            }),
          mail.folder === 'inbox' && button(t('归档', 'Archive'), back('archive')),
          ['archive', 'bin'].includes(mail.folder) && button(t('移回收件箱', 'Back to the inbox'), back('inbox')),
          button(mail.folder === 'bin' ? t('彻底删除', 'Delete for good') : t('删除', 'Delete'), back('bin')),
          button(t('标为未读', 'Mark unread'), () => {
            mail.isRead = false;
            go('mail');
          }),
        ),
      ),
    );
  }

  function line(mail) {
    return h(
      'div',
      { class: 'line' },
      h('input', {
        type: 'checkbox',
        checked: ui().picked.includes(mail.id),
        'aria-label': `${t('选择', 'Choose')} ${tt(mail.subject)}`,
        onchange: () => {
          ui().picked = toggled(ui().picked, mail.id);
          render();
        },
      }),
      toggleButton('star', Boolean(mail.starred), `${t('星标', 'Star')} ${tt(mail.subject)}`, () => {
        mail.starred = !mail.starred;
        render();
      }),
      h(
        'a',
        { class: 'grow', href: `#/letter/${mail.id}` },
        mail.isRead ? from(mail) : h('b', {}, from(mail)),
        muted(` ${tt(mail.subject)}`),
      ),
    );
  }

  function view() {
    const { folder, picked } = ui();
    const mails = inFolder(folder).filter(({ isRead }) => !ui().unread || !isRead);
    const chosen = mails.filter(({ id }) => picked.includes(id));
    const set = (key) => (value) => {
      ui()[key] = value;
      ui().picked = [];
      render();
    };
    return h(
      'div',
      {},
      ui().undo && h('p', { class: 'card row between' }, t('已发送', 'Sent'), small(t('撤销发送', 'Undo'), undoSend)),
      row(
        primary(t('写邮件', 'Write'), () => write({})),
        button(`${t('规则', 'Rules')} ${my().rules.length}`, newRule),
        checkbox(t('只看未读', 'Unread only'), ui().unread, set('unread')),
      ),
      tabs(
        t('文件夹', 'Folders'),
        Object.entries(FOLDERS).map(([key, names]) => [key, `${tt(names)} ${inFolder(key).length}`]),
        folder,
        set('folder'),
      ),
      chosen.length > 0 &&
        row(
          muted(`${chosen.length}`),
          small(t('归档所选', 'Archive chosen'), () => moveTo(chosen, 'archive')),
          small(t('删除所选', 'Delete chosen'), () => moveTo(chosen, 'bin')),
          small(t('标为已读', 'Mark read'), () => {
            chosen.forEach((mail) => (mail.isRead = true));
            set('picked')([]);
          }),
        ),
      mails.length ? card(mails.map(line)) : empty(t('空空如也', 'Nothing here')),
    );
  }

  feature('mail', {
    state: () => ({
      rules: [],
      list: DATA.mails.map(({ id, by, subject, text }, index) => ({
        id,
        from: by,
        subject,
        text,
        folder: index % 9 === 8 ? 'archive' : 'inbox',
        isRead: index % 3 === 2,
        starred: index === 4,
      })),
    }),
    ui: () => ({ folder: 'inbox', picked: [], unread: false, draft: null, errors: {}, undo: '' }),
    routes: {
      mail: {
        names: ['邮件', 'Mail'],
        icon: 'mail',
        view,
        count: () => inFolder('inbox').filter(({ isRead }) => !isRead).length,
      },
      letter: {
        names: ['邮件', 'Letter'],
        parent: 'mail',
        view: detail,
        enter(id) {
          const mail = byId(my().list, id);
          if (mail) mail.isRead = true;
        },
      },
      compose: { names: ['写邮件', 'Write'], parent: 'mail', view: compose },
    },
    tasks: [
      {
        key: 'mail.send',
        text: ['给 test@example.com 发一封正文为「好的」的邮件。', 'Send a mail that says 好的 to test@example.com.'],
        check: () =>
          my().list.some(
            ({ folder, to, text }) => folder === 'sent' && to === 'test@example.com' && text.includes('好的'),
          ),
      },
    ],
  });
})();
