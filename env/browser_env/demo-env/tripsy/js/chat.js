// The support desk: a rule-based talk that looks at the user's own trips.
const QUICK_QUESTIONS = [
  ['退款', 'Refund'],
  ['改期', 'Change date'],
  ['发票', 'Invoice'],
  ['行李', 'Luggage'],
  ['宠物', 'Pets'],
  ['人工', 'A person'],
];

function chatView() {
  const input = h('input', {
    placeholder: t('写消息', 'Write a message'),
    'aria-label': t('消息', 'Message'),
    maxlength: 100,
  });
  const submit = (event) => {
    event.preventDefault();
    sendMessage(input.value.trim());
  };
  return h(
    'section',
    {},
    h(
      'div',
      { class: 'card messages', role: 'log', 'aria-label': t('对话', 'Conversation') },
      AppStore.state.messages.map((message) =>
        h('p', { class: `bubble ${message.from}` }, Array.isArray(message.text) ? t(...message.text) : message.text),
      ),
    ),
    h(
      'div',
      { class: 'chips' },
      QUICK_QUESTIONS.map(([zh, en]) => chip(t(zh, en), false, () => sendMessage(t(zh, en)))),
    ),
    h(
      'form',
      { class: 'row', onsubmit: submit },
      input,
      h('button', { type: 'submit', class: 'btn primary' }, t('发送', 'Send')),
    ),
    h(
      'div',
      { class: 'row wrap' },
      button(t('清空对话', 'Clear talk'), clearChat),
      button(t('有帮助', 'Helpful'), () => rateChat(true)),
      button(t('没帮助', 'Not helpful'), () => rateChat(false)),
    ),
  );
}

function sendMessage(text) {
  if (!text) {
    toast(t('消息是空的', 'The message is empty'), 'warn');
    return;
  }
  AppStore.state.messages.push({ from: 'me', text }, { from: 'desk', text: answerTo(text) });
  if (AppStore.state.messages.length > 20) AppStore.state.messages.splice(0, 2);
  render();
}

function answerTo(text) {
  const booked = AppStore.state.trips.find((trip) => trip.state === 'booked');
  const number = /R\d{4}/i.exec(text);
  if (number) return answerAboutTrip(number[0].toUpperCase());
  if (/退|refund/i.test(text)) {
    if (!booked) return ['没有可退的行程。', 'There is no trip to refund.'];
    const back = AppStore.refundOf(booked);
    return back
      ? [`${booked.id} 现在可退 ¥${back}。`, `${booked.id} would give back ¥${back} now.`]
      : [`${booked.id} 不能退款了。`, `${booked.id} gives nothing back.`];
  }
  if (/改|change/i.test(text))
    return booked
      ? ['在行程详情里改期，每单一次。', 'Change it on the trip’s page, once.']
      : ['没有待出行的行程。', 'No booked trip.'];
  if (/发票|invoice/i.test(text)) {
    const done = AppStore.state.trips.some((trip) => trip.state === 'finished');
    return done
      ? ['已完成的行程，发票已发到邮箱。', 'Invoices of finished trips were mailed.']
      : ['行程完成后可开票。', 'Invoices come after the trip.'];
  }
  if (/行李|luggage/i.test(text)) return ['每人一件，20 公斤以内。', 'One piece each, up to 20 kg.'];
  if (/宠|pet/i.test(text)) return ['四星以下酒店可带小宠物。', 'Hotels below four stars take small pets.'];
  if (/人工|person|human/i.test(text)) return callPerson();
  if (/[?？]$/.test(text))
    return ['好问题，请写上行程号，如 R2001。', 'Good question; add the trip number, like R2001.'];
  return ['没听懂，试试下面的按钮。', 'I did not get that; try the buttons below.'];
}

function answerAboutTrip(id) {
  const trip = AppStore.trip(id);
  if (!trip) return [`没有行程 ${id}。`, `There is no trip ${id}.`];
  return [
    `${id}：${TRIP_STATES[trip.state][0]}，${trip.date}。`,
    `${id}: ${TRIP_STATES[trip.state][1].toLowerCase()}, ${trip.date}.`,
  ];
}

function callPerson() {
  if (AppStore.state.settings.quiet) return ['免打扰已开启，请先关闭。', 'Do-not-disturb is on; turn it off first.'];
  if (AppStore.state.ticket)
    return [`工单 ${AppStore.state.ticket} 处理中。`, `Ticket ${AppStore.state.ticket} is under way.`];
  AppStore.state.ticket = AppStore.newId('K');
  return [`已建工单 ${AppStore.state.ticket}。`, `Ticket ${AppStore.state.ticket} was made.`];
}

function askAbout(hotel) {
  AppStore.state.messages.push(
    { from: 'me', text: `${t(hotel.zh, hotel.en)}?` },
    {
      from: 'desk',
      text:
        AppStore.roomsLeft(hotel) > 0
          ? [`${hotel.zh}还有 ${AppStore.roomsLeft(hotel)} 间。`, `${AppStore.roomsLeft(hotel)} rooms are left.`]
          : [`${hotel.zh}已满房。`, 'It is fully booked.'],
    },
  );
  go('/chat');
}

function clearChat() {
  confirmDialog(t('清空对话？', 'Clear the talk?'), t('不能恢复', 'It cannot be brought back'), () => {
    AppStore.state.messages = AppStore.state.messages.slice(0, 1);
    render();
  });
}

function rateChat(helpful) {
  const asked = AppStore.state.messages.some((message) => message.from === 'me');
  if (!asked) {
    toast(t('先问一个问题吧', 'Ask something first'), 'warn');
    return;
  }
  AppStore.state.messages.push({
    from: 'desk',
    text: helpful ? ['很高兴帮到你！', 'Glad to help!'] : ['抱歉，可以找人工。', 'Sorry; ask for a person.'],
  });
  render();
}
