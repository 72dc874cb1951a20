import { mount } from "../shared/session";
import * as m from "./messages";

mount("backoffice", <p>{m.pageTitle()}</p>, <p />);
