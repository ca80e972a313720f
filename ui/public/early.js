// The page's own lock screen, before the screens are read: Enter is remembered, nothing is sent.
document.addEventListener('submit', (event) => {
  if (!(event.target instanceof HTMLFormElement) || event.target.dataset.early === undefined) return;
  event.preventDefault();
  event.target.dataset.early = 'sent';
});
