import { mount } from "../shared/session";
import { App } from "./App";
import { Opening } from "./Opening";

mount("backoffice", <App />, <Opening />);
