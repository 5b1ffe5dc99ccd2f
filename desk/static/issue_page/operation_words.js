// What a colleague did, in a sentence.

const DID = {
  title: '修改了…的题目', published: '修改了…的发布日期', source: '修改了…的来源', text: '修改了…的正文', pictures: '改了…的图片',
  move: '移动了…', drop: '取下了…', restore: '放回了…', add: '加入了…', swap: '换下了一条，换上…', split: '拆开了…的同文', join: '把一条并入…',
  remark: '给…留了备注', answer: '回复了…的备注', settle: '处理了…的备注', reopen: '重新打开了…的备注', price: '改了行情', undo: '撤销了一步', redo: '重做了一步', publish: '发布了本期', pass: '通过了…的一审', withdraw: '撤回了…', newcomers: '新到稿件进入备选', draft: '重新起草了本期',
};

// `said`: who, kinds and items of the operations since; `titleOf`: an item's title in its marks, or ''.
export function told({ who, kinds, items }, titleOf) {
  if (kinds.length === 1 && kinds[0] === 'several') return `${who}一次改动了${items.length}条`;
  if (kinds.length !== 1 || items.length > 1) return `${who}等改动了${items.length || 1}处`;
  return `${who}${(DID[kinds.at(-1)] ?? '改了…').replace('…', titleOf(items[0]) || (items[0] ? '一条' : '本期'))}`;
}
