// Passkeys: asks the browser, sends its answer. Without WebAuthn the sections stay hidden, and everything else works.
(() => {
  'use strict';
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;

  const post = (path, token, body) => fetch(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Form-Token': token },
    body: JSON.stringify(body ?? {}),
  });

  const wire = (section, act) => {
    const button = section.querySelector('button[type=button]');
    const fault = section.querySelector('.fault');
    const token = document.querySelector('input[name=__RequestVerificationToken]').value;
    section.hidden = false;
    button.addEventListener('click', async () => {
      button.disabled = true;
      fault.hidden = true;
      try {
        if (!await act(section, token)) throw new Error('refused');
      } catch {
        fault.textContent = section.dataset.failed;
        fault.hidden = false;
        button.disabled = false;
      }
    });
  };

  const add = async (section, token) => {
    const asked = await post('/passkeys/new', token);
    if (!asked.ok) { location.href = '/account/confirm?back=' + encodeURIComponent(location.pathname); return true; }
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(await asked.json());
    const credential = await navigator.credentials.create({ publicKey });
    const name = section.querySelector('input[maxlength]').value;
    const answer = await post('/passkeys', token, { name, credential: JSON.stringify(credential) });
    if (answer.ok) location.href = section.dataset.next ?? '/account';
    return answer.ok;
  };

  const signIn = async (section, token) => {
    const asked = await post('/sign-in/passkey/ask', token);
    if (!asked.ok) return false;
    const credential = await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(await asked.json()) });
    const answer = await post('/sign-in/passkey', token, { credential: JSON.stringify(credential), back: section.dataset.back });
    if (answer.ok) location.href = await answer.json();
    return answer.ok;
  };

  for (const section of document.querySelectorAll('[data-passkey-add]')) wire(section, add);
  for (const section of document.querySelectorAll('[data-passkey-sign-in]')) wire(section, signIn);
})();
