// Input methods: pinyin, 五笔, a telephone's keyboard. What stands in a field between the start and the end of a composition
// is nobody's yet: not saved, not sent, not shown to anybody; and its keys are the input method's. That is seen to here, for
// every field of every page and whatever listens to them: the events of a composition go no further, and when it has ended
// the field says `input` once. However it ends (a candidate is taken, the field is left), what the browser leaves in the
// field is what the person sees, and that is the change; a page that goes in the middle of one leaves nothing of it.

// A key of the input method. Safari tells of the Enter that takes a candidate after the composition's end: only its code,
// which no other key has, says so.
const INPUT_METHOD_KEY = 229;
export const isOfInputMethod = (key) => key.isComposing || key.keyCode === INPUT_METHOD_KEY;

export function attend(place) {
  let field = null;
  let before = '';
  const waiting = [];

  function end() {
    const own = field;
    field = null;
    if (own.value !== before) own.dispatchEvent(new Event('input', { bubbles: true }));
    // Behind the event that ends it: what waits may take the focus.
    setTimeout(() => { if (!field) waiting.splice(0).forEach((then) => then()); });
  }

  const first = (type, then) => place.addEventListener(type, then, { capture: true });
  first('compositionstart', ({ target }) => {
    if (field) return;
    field = target;
    before = target.value;
  });
  first('compositionend', () => field && end());
  first('focusout', ({ target }) => target === field && end());
  first('input', (event) => event.target === field && event.stopImmediatePropagation());
  first('keydown', (event) => {
    if (!isOfInputMethod(event)) return;
    event.stopImmediatePropagation();
    // Without this the browser itself could send a form, or break a line, with an Enter that only took a candidate, and empty
    // a search field, or close a dialog, with an Escape that only closed the candidates.
    if ((event.key === 'Enter' && !event.isComposing) || event.key === 'Escape') event.preventDefault();
  });

  return {
    isComposing: () => field !== null,
    // Does it now, or as soon as nothing is being composed.
    whenComposed: (then) => { if (field) waiting.push(then); else then(); },
  };
}

// Where there is no page (in node, for the tests), nobody types.
export const { isComposing, whenComposed } = attend(globalThis.document?.defaultView ?? new EventTarget());
