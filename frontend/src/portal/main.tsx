import { mount } from "../shared/session";
import { App } from "./App";
import { Opening } from "./Opening";

// A link from a mail is opened before anybody has signed in.
if (/^\/p\/(l(\/|$)|expired$)/.test(window.location.pathname)) {
  void import("./link/Guest").then(({ Guest }) => mount("portal", <Guest />));
} else {
  mount("portal", <App />, <Opening />);
}
