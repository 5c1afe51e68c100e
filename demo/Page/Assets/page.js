// The colours that were chosen, and coming back by itself once the demo does.
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

  const modal = document.getElementById('components-reconnect-modal');
  modal?.addEventListener('components-reconnect-state-changed', event => {
    if (event.detail.state === 'rejected') { location.reload(); }
  });
})();
