// How each task is solved, by its key: lines of [verb, ...], carried out by tests with real input. Not part of any app.
// Verbs: go ROUTE | press ROLE LABEL | fill LABEL VALUE | choose LABEL OPTION | slide LABEL VALUE.
(() => {
  const press = (label, role = 'button') => ['press', role, label];
  const product = () => DATA.products.find((item) => item.stock > 2 && Object.keys(item.options).length === 0);
  const next = () => press(t('下一步', 'Next'));
  return {
    'home.checkin': () => [['go', 'home'], press(t('签到', 'Check in'))],
    'catalogue.filter': () => [
      ['go', 'catalogue'],
      press(t('仅看有货', 'In stock'), 'checkbox'),
      press(t('价格从低', 'Cheapest'), 'tab'),
    ],
    'product.ask': () => [
      ['go', `product/${DATA.products[2].id}`],
      press(t('问答', 'Questions'), 'tab'),
      press(t('我要提问', 'Ask a question')),
      ['fill', t('问题', 'Question'), '?'],
      press(t('保存', 'Save')),
    ],
    'cart.two': () => [
      ['go', `product/${product().id}`],
      press(`${t('增加', 'More')} ${t('数量', 'Amount')}`),
      press(t('加入购物车', 'Add to cart')),
    ],
    'checkout.order': () => [
      ['go', `product/${product().id}`],
      press(t('立即购买', 'Buy now')),
      next(),
      next(),
      press(t('银行卡', 'Card'), 'radio'),
      ['fill', t('卡号', 'Card number'), '4111111111111111'],
      ['fill', t('有效期', 'Expiry'), '12/27'],
      next(),
      press(t('我同意购买条款', 'I accept the terms'), 'checkbox'),
      press(t('提交订单', 'Place order')),
    ],
    'orders.receive': () => [['go', 'orders'], press(`${t('确认收货', 'Confirm receipt')} D1002`)],
    'orders.cancel': () => [
      ['go', 'orders'],
      press(`${t('取消订单', 'Cancel order')} D1003`),
      press(t('确定', 'Confirm')),
    ],
    'coupons.redeem': () => [['go', 'coupons'], ['fill', t('兑换码', 'Code'), 'hello'], press(t('兑换', 'Redeem'))],
    'favourites.folder': () => [
      ['go', 'favourites'],
      press(t('新收藏夹', 'New folder')),
      ['fill', t('名称', 'Name'), 'Gifts'],
      press(t('保存', 'Save')),
    ],
    'search.find': () => {
      const first = [
        'products',
        'shows',
        'books',
        'hotels',
        'tracks',
        'restaurants',
        'places',
        'courses',
        'people',
        'lots',
        'recipes',
      ].find((key) => DATA[key]);
      const [zh, en] = DATA[first][4].name;
      return [
        ['go', 'search'],
        ['fill', t('搜索', 'Search'), AppStore.state.app.lang === 'zh' ? zh : en],
        ['press', 'main button', t('搜索', 'Search')],
      ];
    },
    'profile.bio': () => [
      ['go', 'profile'],
      press(t('编辑资料', 'Edit profile')),
      ['fill', t('简介', 'Bio'), '慢慢来'],
      press(t('保存资料', 'Save profile')),
    ],
    'settings.large': () => [
      ['go', 'settings'],
      press(t('大', 'Large'), 'radio'),
      press(t('清除缓存', 'Clear the cache')),
      press(t('确定', 'Confirm')),
    ],
    'notices.read': () => [['go', 'notices'], press(t('全部已读', 'Mark all read'))],
    'help.ticket': () => [
      ['go', 'help'],
      press(t('提交工单', 'Write a ticket')),
      press(t('数据', 'Data'), 'radio'),
      press(t('继续', 'Continue')),
      ['fill', t('描述', 'Description'), '数据丢失了吗'],
      press(t('继续', 'Continue')),
      ['fill', t('邮箱', 'E-mail'), 'a@b.cn'],
      press(t('提交', 'Send')),
    ],
    'feed.publish': () => [
      ['go', 'feed'],
      ['fill', t('说点什么', 'What is new?'), '你好世界'],
      press(t('发布', 'Publish')),
    ],
    'feed.like': () => [
      ['go', 'feed'],
      ...(Number(DATA.posts[1].likes) < 0
        ? []
        : [press(t('最新', 'New'), 'tab'), press(t('更多帖子', 'More posts')), press(t('更多帖子', 'More posts'))]),
      press(`${t('点赞', 'Like')} ${DATA.posts[1].id}`),
    ],
    'chat.send': () => [['go', 'talk/t1'], ['fill', t('输入消息', 'Message'), '明天见'], press(t('发送', 'Send'))],
    'people.accept': () => [
      ['go', 'people'],
      ...[3, 6].map((n) => press(`${t('通过', 'Accept')} ${tt(DATA.people[n].name)}`)),
    ],
    'forum.accept': () => [
      ['go', `question/${DATA.questions[0].id}`],
      press(`${t('采纳', 'Accept')} ${DATA.questions[0].answers[0].id}`),
    ],
    'player.like': () => [
      ['go', 'player'],
      press(`${t('喜欢', 'Like')} ${tt(DATA.tracks[0].name)}`),
      ['slide', t('音量', 'Volume'), '100'],
    ],
    'video.list': () => [['go', `show/${DATA.shows[1].id}`], press(t('加入片单', 'On my list'))],
    'video.member': () => [
      ['go', `show/${DATA.shows[0].id}`],
      press(`${t('第', 'Episode')} 4`),
      press(t('年卡', 'Yearly')),
    ],
    'reader.shelf': () => [['go', `book/${DATA.books[2].id}`], press(t('加入书架', 'On the shelf'))],
    'stays.dates': () => [['go', 'stays'], press(addDays(TODAY, 2)), press(addDays(TODAY, 5))],
    'booking.cancel': () => [['go', 'trips'], press(`${t('取消', 'Cancel')} B12`), press(t('确定', 'Confirm'))],
    'booking.rate': () => [['go', 'trips'], press(t('已结束', 'Past'), 'tab'), press(`B10 4 ${t('星', 'stars')}`)],
    'seats.two': () => [
      ['go', 'seats'],
      ['press', 'free seat', t('座位', 'Seat')],
      press(t('购票', 'Buy tickets')),
      press(t('确定', 'Confirm')),
    ],
    'map.route': () => [
      ['go', 'map'],
      ['choose', t('起点', 'From'), tt(DATA.places[0].name)],
      ['choose', t('终点', 'To'), tt(DATA.places[5].name)],
      press(t('规划路线', 'Find a route')),
    ],
    'menu.order': () => [
      ['go', `restaurant/${DATA.restaurants[0].id}`],
      press(`${t('加', 'Add')} ${tt(DATA.restaurants[0].dishes[0].name)}`),
      press(t('放入篮中', 'Put in the basket')),
      press(t('自取', 'Pick up'), 'tab'),
      press(t('下单', 'Order')),
    ],
    'notes.new': () => [['go', 'notes'], press(t('新笔记', 'New note')), ['fill', t('标题', 'Title'), '买咖啡豆']],
    'todos.finish': () => [['go', 'todos'], press(tt(DATA.todos[0].text), 'checkbox')],
    'todos.urgent': () => [['go', 'todos'], ['fill', t('新待办', 'New to-do'), '修车 !!'], press(t('添加', 'Add'))],
    'calendar.dentist': () => [
      ['go', 'calendar'],
      press(`${t('新日程', 'New event')} ${t('生活', 'Life')}`),
      ['fill', t('日程标题', 'Event title'), '牙医'],
      ['fill', t('开始', 'Start'), '18:00'],
      ['fill', t('结束', 'End'), '19:00'],
      press(t('保存', 'Save')),
    ],
    'kanban.move': () => [['go', 'kanban'], press(tt(DATA.todos[4].text)), press(t('归档', 'Archive'))],
    'mail.send': () => [
      ['go', 'compose'],
      ['fill', t('收件人', 'To'), 'test@example.com'],
      ['fill', t('主题', 'Subject'), 'ok'],
      ['fill', t('正文', 'Text'), '好的'],
      press(t('发送', 'Send')),
    ],
    'files.folder': () => [
      ['go', 'files'],
      press(t('新建文件夹', 'New folder')),
      ['fill', t('名称', 'Name'), 'archive2026'],
      press(t('保存', 'Save')),
    ],
    'wallet.bill': () => [
      ['go', 'wallet'],
      press(`${t('缴费', 'Pay')} ${t('水费', 'Water')}`),
      ...'1234'.split('').map((digit) => press(digit)),
    ],
    'wallet.hold': () => [
      ['go', 'wallet'],
      ['slide', t('单笔限额', 'Limit'), '2000'],
    ],
    'budget.add': () => [['go', 'budget'], ['fill', t('金额', 'Amount'), '25'], press(t('记一笔', 'Add entry'))],
    'smarthome.sleep': () => [['go', 'smarthome'], press(t('睡眠', 'Sleep'))],
    'smarthome.lamp': () => [['go', 'smarthome'], press(t('台灯', 'Desk lamp'), 'switch')],
    'workout.log': () => [
      ['go', 'workout'],
      press(`${t('记录', 'Log')} ${t('俯卧撑', 'Push-up')}`),
      press(t('完成一组', 'Set done')),
    ],
    'flashcards.know': () => [['go', 'flashcards'], press(t('翻面', 'Turn over')), press(t('认识', 'Known'))],
    'converter.sum': () => [
      ['go', 'converter'],
      press('7'),
      press(t('乘', 'times')),
      press('8'),
      press(t('等于', 'equals')),
    ],
    'courses.enrol': () => [['go', 'courses'], press(`${t('选课', 'Enrol')} ${tt(DATA.courses[0].name)}`)],
    'parcels.collect': () => [
      ['go', 'parcels'],
      press(`${t('取件', 'Collect')} SP87`),
      ['fill', t('取件码', 'Code'), '518'],
      press(t('保存', 'Save')),
    ],
    'sheet.sum': () => [
      ['go', 'sheet'],
      ['fill', t('单元格内容', 'Content of the cell'), '=SUM(B2:B5)'],
      press(t('写入', 'Enter')),
    ],
    'auction.bid': () => [
      ['go', `lot/${DATA.lots[0].id}`],
      ['fill', t('出价', 'Your bid'), String(DATA.lots[0].bid + 100)],
      press(t('出价', 'Bid')),
    ],
    'pixels.fill': () => [['go', 'pixels'], press(t('填充', 'Fill'), 'tab'), press('1,1')],
    'rails.search': () => [['go', 'rails'], press(t('交换', 'Swap')), press(t('查询', 'Search trains'))],
    'survey.date': () => [['go', 'survey'], press(`+ ${t('日期', 'Date')}`)],
    'puzzle.score': () => [
      ['go', 'puzzle'],
      press(t('合并数字', 'Merging tiles'), 'tab'),
      press(t('左', 'Left')),
      press(t('上', 'Up')),
      press(t('左', 'Left')),
      press(t('上', 'Up')),
    ],
    'compare.decide': () => [
      ['go', 'compare'],
      ...[0, 1].map((n) => press(`${t('加入比较', 'Compare')} ${tt(DATA.products[n].name)}`)),
      press(t('给结论', 'Decide')),
    ],
    'stories.three': () => [['go', 'stories'], ...[0, 1, 2].map((n) => press(`${t('看快拍', 'Watch')} st${n}`))],
    'tables.book': () => [
      ['go', 'tables'],
      ['press', 'free table', t('桌', 'Table')],
      press(t('预订', 'Reserve')),
      ['fill', t('称呼', 'Name'), 'Lin'],
      ['fill', t('手机号', 'Phone'), '13800000001'],
      press(t('保存', 'Save')),
    ],
    'recipes.plan': () => [['go', 'week'], press(`${t('随便来一个', 'Surprise me')} ${t('一', 'Mon')}`)],
    'health.take': () => [
      ['go', 'health'],
      press(`${t('服用', 'Take')} ${t('维生素 C', 'Vitamin C')} ${t('早', 'Morning')}`),
    ],
  };
})();
