(function () {
  document.documentElement.classList.add('js');
  var key = function (row, at) {
    var cell = row.cells[at], v = cell.getAttribute('data-v');
    return v === null ? cell.textContent.trim().toLowerCase() : v === '' ? null : Number(v);
  };
  document.querySelectorAll('table.sortable').forEach(function (table) {
    var body = table.tBodies[0];
    table.querySelectorAll('thead th').forEach(function (head, at) {
      var button = document.createElement('button');
      button.type = 'button';
      button.title = 'Sort by this column';
      while (head.firstChild) { button.appendChild(head.firstChild); }
      head.appendChild(button);
      button.addEventListener('click', function () {
        var down = head.getAttribute('aria-sort') === 'ascending', sign = down ? -1 : 1;
        table.querySelectorAll('thead th').forEach(function (other) { other.removeAttribute('aria-sort'); });
        head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
        Array.from(body.rows).map(function (row) { return [key(row, at), row]; }).sort(function (a, b) {
          if (a[0] === null || b[0] === null) { return (a[0] === null) - (b[0] === null); }
          return (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * sign;
        }).forEach(function (pair) { body.appendChild(pair[1]); });
      });
    });
  });
  // Interactive figures: the drawing library is packed in the page and unpacked when the first reader asks for it.
  var packed = document.getElementById('plot-library'), library = null;
  var load = function () {
    library = library || new Response(new Blob([Uint8Array.from(atob(packed.textContent), function (c) { return c.charCodeAt(0); })]).stream().pipeThrough(new DecompressionStream('gzip'))).text().then(function (code) {
      var script = document.createElement('script');
      script.textContent = code;
      document.head.appendChild(script);
    });
    return library;
  };
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var colours = packed ? JSON.parse(packed.getAttribute('data-colours')) : {};
  var draw = function (place, json) {
    // Only whole strings that are colours of the light palette are exchanged.
    var figure = JSON.parse(json, function (_, value) { return dark.matches && typeof value === 'string' && colours[value] || value; });
    figure.layout.autosize = true;
    figure.layout.legend = place.clientWidth < 640 ? { orientation: 'h', x: 0, y: -0.25, font: { size: 11 } } : { x: 1.01, y: 1, font: { size: 12 } };
    return window.Plotly.newPlot(place, figure.data, figure.layout, { responsive: true, displaylogo: false, modeBarButtonsToRemove: ['lasso2d', 'select2d', 'toImage'] });
  };
  if (packed && window.DecompressionStream) {
    document.querySelectorAll('figure[data-plot]').forEach(function (figure) {
      var data = document.getElementById(figure.getAttribute('data-plot')), picture = figure.querySelector('.panels'), place = null;
      var button = document.createElement('button');
      button.type = 'button';
      button.className = 'explore';
      button.textContent = 'Explore';
      button.setAttribute('aria-pressed', 'false');
      button.setAttribute('aria-label', 'Explore: ' + figure.querySelector('figcaption').textContent);
      picture.insertAdjacentElement('afterend', button);
      button.addEventListener('click', function () {
        var on = button.getAttribute('aria-pressed') === 'false';
        button.setAttribute('aria-pressed', on ? 'true' : 'false');
        figure.classList.toggle('exploring', on);
        button.textContent = on ? 'Back to the picture' : 'Explore';
        if (on && !place) {
          place = document.createElement('div');
          place.className = 'plot';
          picture.insertAdjacentElement('beforebegin', place);
          load().then(function () { return draw(place, data.textContent); }).then(function () { figure.setAttribute('data-drawn', ''); });
        }
        picture.style.display = on ? 'none' : '';
        place.style.display = on ? '' : 'none';
      });
    });
    dark.addEventListener('change', function () {
      document.querySelectorAll('figure[data-drawn]').forEach(function (figure) { draw(figure.querySelector('.plot'), document.getElementById(figure.getAttribute('data-plot')).textContent); });
    });
  }
  // The contents mark where the reader is.
  var links = {};
  document.querySelectorAll('.toc a').forEach(function (link) { links[link.getAttribute('href').slice(1)] = link; });
  if (window.IntersectionObserver) {
    var inView = new Set(), sections = Array.from(document.querySelectorAll('main > section'));
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) { if (entry.isIntersecting) { inView.add(entry.target); } else { inView.delete(entry.target); } });
      var here = sections.find(function (section) { return inView.has(section); });
      Object.keys(links).forEach(function (id) { if (here && id === here.id) { links[id].setAttribute('aria-current', 'true'); } else { links[id].removeAttribute('aria-current'); } });
    }, { rootMargin: '-20% 0px -70% 0px' });
    sections.forEach(function (section) { watch.observe(section); });
  }
  var text = document.getElementById('filter-text'), verdict = document.getElementById('filter-verdict'), count = document.getElementById('filter-count');
  if (!text) { return; }
  var rows = Array.from(document.querySelectorAll('#register-table tbody tr'));
  var apply = function () {
    var words = text.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row) {
      var all = row.textContent.toLowerCase();
      var hit = !row.classList.contains('other') && words.every(function (word) { return all.indexOf(word) >= 0; }) && (!verdict.value || row.getAttribute('data-verdict') === verdict.value);
      row.hidden = !hit;
      shown += hit ? 1 : 0;
    });
    count.textContent = shown + ' of ' + rows.length + ' findings';
  };
  // One score for the whole page: rows and drawings of the others step aside.
  var score = document.getElementById('filter-score');
  if (score) {
    var names = Array.from(score.options).map(function (option) { return option.value; }).filter(Boolean);
    var choose = function () {
      document.querySelectorAll('tr[data-score]').forEach(function (row) { row.classList.toggle('other', score.value !== '' && row.getAttribute('data-score') !== score.value); });
      document.querySelectorAll('.panel').forEach(function (panel) {
        var parts = panel.getAttribute('data-panel').split(', ').filter(function (part) { return names.indexOf(part) >= 0; });
        panel.classList.toggle('other', score.value !== '' && parts.length > 0 && parts.indexOf(score.value) < 0);
      });
    };
    score.addEventListener('change', function () { choose(); apply(); });
    choose();
  }
  text.addEventListener('input', apply);
  verdict.addEventListener('change', apply);
  apply();
})();
