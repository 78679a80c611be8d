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
  var text = document.getElementById('filter-text'), verdict = document.getElementById('filter-verdict'), count = document.getElementById('filter-count');
  if (!text) { return; }
  var rows = Array.from(document.querySelectorAll('#register-table tbody tr'));
  var apply = function () {
    var words = text.value.toLowerCase().split(/\s+/).filter(Boolean), shown = 0;
    rows.forEach(function (row) {
      var all = row.textContent.toLowerCase();
      var hit = words.every(function (word) { return all.indexOf(word) >= 0; }) && (!verdict.value || row.getAttribute('data-verdict') === verdict.value);
      row.hidden = !hit;
      shown += hit ? 1 : 0;
    });
    count.textContent = shown + ' of ' + rows.length + ' findings';
  };
  text.addEventListener('input', apply);
  verdict.addEventListener('change', apply);
  apply();
})();
