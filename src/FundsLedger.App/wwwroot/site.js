// Small comforts; every page works without them.
(() => {
  'use strict';

  // On a narrow screen the list of places folds away behind a button.
  const button = document.querySelector('.menu-button');
  const places = document.getElementById('places');
  if (button && places) {
    document.documentElement.classList.add('js');
    button.hidden = false;
    const show = (open) => { button.setAttribute('aria-expanded', String(open)); places.classList.toggle('open', open); };
    button.addEventListener('click', () => show(button.getAttribute('aria-expanded') !== 'true'));
    document.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !places.classList.contains('open')) return;
      show(false);
      button.focus();
    });
  }

  // A refused form: the reader is taken to what is wrong.
  document.querySelector('[data-focus]')?.focus();


  // A second press while the first is on its way sends nothing. The key in the form would catch it anyway.
  for (const form of document.querySelectorAll('main form[method=post]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = 'yes';
    });
  }
  window.addEventListener('pageshow', () => { for (const form of document.forms) delete form.dataset.sent; });

  // A file may be dropped on the form instead of being looked for.
  for (const form of document.querySelectorAll('form.drop')) {
    const input = form.querySelector('input[type=file]');
    const over = (is) => form.classList.toggle('over', is);
    for (const kind of ['dragenter', 'dragover']) form.addEventListener(kind, (event) => { event.preventDefault(); over(true); });
    form.addEventListener('dragleave', () => over(false));
    form.addEventListener('drop', (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer?.files.length) return;
      input.files = event.dataTransfer.files;
      input.focus();
    });
  }

  // Only a region that really scrolls needs to be reached by keyboard.
  const regions = document.querySelectorAll('.scroll, .table-scroll, .chart[tabindex]');
  const settle = () => { for (const region of regions) {
    const scrolls = region.scrollWidth > region.clientWidth + 1;
    region.classList.toggle('scrolls', scrolls);
    if (scrolls) region.tabIndex = 0; else region.removeAttribute('tabindex');
  } };
  if (regions.length) { settle(); new ResizeObserver(settle).observe(document.body); }
})();
