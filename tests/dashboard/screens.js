// Every screen: where it is, what it is called, and how many questions it may ask the API when it is opened.
export const PARTNER = "P001";

const own = `/partners/${PARTNER}`;

export const SCREENS = [
  { name: "portfolio", path: "/", title: "Portfolio", questions: 14, for: ["operator"] },
  { name: "partners", path: "/partners", title: "Partners", questions: 8, for: ["operator"] },
  { name: "partner", path: own, title: /./, questions: 14, for: ["operator", "partner"] },
  { name: "what-if", path: `${own}/what-if`, title: "What if", questions: 8, for: ["operator", "partner"] },
  { name: "editions", path: "/editions", title: "Editions", questions: 8, for: ["operator"] },
  { name: "loads", path: "/loads", title: "Loads", questions: 8, for: ["operator"] },
  { name: "jobs", path: "/jobs", title: "Jobs", questions: 8, for: ["operator"] },
  { name: "settings", path: "/settings", title: "Settings", questions: 6, for: ["operator", "partner"] },
];
