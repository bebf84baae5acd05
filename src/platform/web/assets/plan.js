// Placing things on a plan by pointing at it: fills in the numbers beside it, which work without this file.

for (const form of document.querySelectorAll("[data-plan]")) {
  const plan = form.querySelector("svg.plan");
  const status = form.querySelector("[data-plan-status]");
  const height = Number(plan.dataset.height);
  const namespace = "http://www.w3.org/2000/svg";
  let placing;

  const inputs = (id) => ["x_", "y_"].map((name) => form.elements.namedItem(name + id));
  const number = (input) => Number(input.value.replace(",", "."));

  const draw = (id) => {
    const [x, y] = inputs(id);
    let dot = plan.querySelector(`[data-dot="${id}"]`);
    const there = x.value.trim() && y.value.trim() && !isNaN(number(x)) && !isNaN(number(y));
    if (!there) return dot?.remove();
    if (!dot) {
      dot = document.createElementNS(namespace, "circle");
      dot.dataset.dot = id;
      dot.setAttribute("class", "pin");
      dot.setAttribute("r", "14");
      plan.append(dot);
    }
    dot.setAttribute("cx", number(x) * 10);
    dot.setAttribute("cy", number(y) * height / 100);
  };

  const choose = (id) => {
    placing = placing === id ? undefined : id;
    for (const button of form.querySelectorAll("[data-place]")) button.setAttribute("aria-pressed", button.dataset.place === placing);
    const title = placing && form.querySelector(`[data-thing="${placing}"] [data-title]`).textContent;
    status.textContent = placing ? status.dataset.placing.replace("{title}", title) : status.dataset.choose;
    plan.classList.toggle("placing", Boolean(placing));
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-place]");
    if (button) return choose(button.dataset.place);
    if (!placing || !event.target.closest("svg.plan")) return;
    const box = plan.getBoundingClientRect();
    const [x, y] = inputs(placing);
    x.value = Math.round((event.clientX - box.left) / box.width * 1000) / 10;
    y.value = Math.round((event.clientY - box.top) / box.height * 1000) / 10;
    draw(placing);
    choose(placing);
  });

  form.addEventListener("input", (event) => {
    const row = event.target.closest("[data-thing]");
    if (row) draw(row.dataset.thing);
  });

  for (const row of form.querySelectorAll("[data-thing]")) draw(row.dataset.thing);
}
