// The colours that were chosen, and coming back by itself once the service does.
(() => {
  const key = 'leasehold-theme';
  window.leasehold = {
    theme: () => {
      try { return localStorage.getItem(key) ?? 'system'; } catch { return 'system'; }
    },
    setTheme: choice => {
      try { localStorage.setItem(key, choice); } catch { /* private mode: for this page only */ }
    },
  };

  const reload = async () => {
    for (;;) {
      try {
        const answer = await fetch(document.baseURI, { cache: 'no-store' });
        if (answer.status < 500) { location.reload(); return; }
      } catch { /* not there yet */ }
      await new Promise(done => setTimeout(done, 2000));
    }
  };

  const modal = document.getElementById('components-reconnect-modal');
  modal?.addEventListener('components-reconnect-state-changed', event => {
    if (event.detail.state === 'failed' || event.detail.state === 'rejected') { reload(); }
  });
})();
