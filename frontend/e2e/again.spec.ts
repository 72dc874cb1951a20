import { expect, expectAccessible, test } from "./fixtures";
import { startSite } from "./server";

// A sign-in of some seconds ago is an old one here: the form waits while its person signs in again in another window, and then goes on by itself.
test("rights and the payee's account change after a fresh sign-in, and nothing typed is lost", async ({ browser }) => {
  test.setTimeout(240_000);
  const site = await startSite({ HEFU_SESSION_FRESH: "5s" });
  try {
    for (const audience of ["backoffice", "portal"] as const) {
      const context = await browser.newContext({
        locale: "zh-CN",
        viewport: audience === "portal" ? { width: 390, height: 844 } : null,
      });
      const page = await context.newPage();
      const [person, at] =
        audience === "portal"
          ? ["c1002.admin", "/p/settings/colleagues"]
          : ["zhou.jie", "/console/settings/organization"];
      await page.goto(`${site.url}/auth/${audience}/login?next=${encodeURIComponent(at)}`);
      await page.locator(`button[name=person][value="${person}"]`).click();
      await page.waitForURL((url) => url.pathname === at);
      const signedIn = Date.now();
      const form = page.getByRole("dialog").first();
      if (audience === "portal") {
        await page.getByRole("button", { name: "邀请同事" }).first().click();
        await form.getByLabel("姓名").fill("孙主管");
        await form.getByLabel("邮箱").fill("boss@c1002.example");
        await form.getByLabel(/^管理/).check();
      } else {
        await page.getByRole("button", { name: "申请变更" }).click();
        await form.getByLabel("账号").fill("4550000000000123");
        await form.getByLabel(/原因|理由/).fill("更换开户行");
      }
      await expect.poll(() => Date.now() - signedIn).toBeGreaterThan(6000);
      await form.getByRole("button", { name: audience === "portal" ? "发出邀请" : "提交申请" }).click();
      const proof = page.getByRole("dialog", { name: "请确认是您本人" });
      await expect(proof).toBeVisible();
      await expectAccessible(page);
      const [other] = await Promise.all([
        context.waitForEvent("page"),
        proof.getByRole("link", { name: "重新登录" }).click(),
      ]);
      await other.locator(`button[name=person][value="${person}"]`).click();
      await expect(proof).toBeHidden();
      if (audience === "portal") await expect(page.getByTestId("invitation-link")).toBeVisible();
      else await expect(page.getByText("4550000000000123").first()).toBeVisible();
      await context.close();
    }
  } finally {
    await site.stop();
  }
});
