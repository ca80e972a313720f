// The page's own lock screen, before the screens are read.

// Enter is remembered, nothing is sent.
document.addEventListener('submit', (event) => {
  if (!(event.target instanceof HTMLFormElement) || event.target.dataset.early === undefined) return;
  event.preventDefault();
  event.target.dataset.early = 'sent';
});

// The programs are read once the screen has been shown: reading them takes the time that drawing
// needs, and the third frame begins when the first is there. A window out of sight draws none.
const programs = (document.currentScript.dataset.programs ?? '').split(' ').filter(Boolean);
let asked = false;
function read() {
  if (asked) return;
  asked = true;
  for (const address of programs) {
    const program = document.createElement('script');
    program.type = 'module';
    program.crossOrigin = '';
    program.src = address;
    document.head.append(program);
  }
}
const frames = (left) => requestAnimationFrame(() => (left > 1 ? frames(left - 1) : setTimeout(read)));
frames(3);
setTimeout(read, 1000);
