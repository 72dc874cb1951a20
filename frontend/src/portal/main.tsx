import { mount } from "../shared/session";
import * as m from "./messages";

mount("portal", <p>{m.pageTitle()}</p>, <p />);
