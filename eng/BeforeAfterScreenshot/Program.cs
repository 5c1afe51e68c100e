using Leasehold.BeforeAfter.Functions;
using Leasehold.Demo;
using Leasehold.Demo.Page;
using Leasehold.LocalServers.Browsers;
using Leasehold.LocalServers.Files;
using Microsoft.Playwright;

if (args is not [{ } file, ..])
{
    Console.Error.WriteLine("Usage: BeforeAfterScreenshot FILE [FUNCTION] [light|dark] [SECONDS] [WIDTH]");
    return 2;
}

if (ChromiumProgram.Find() is not { } program)
{
    Console.Error.WriteLine(ChromiumProgram.Missing);
    return 3;
}

var function = args.Length > 1 ? Enum.Parse<GuideFunction>(args[1], ignoreCase: true) : GuideFunction.Song;
var colours = args.Length > 2 && args[2] == "dark" ? ColorScheme.Dark : ColorScheme.Light;
var seconds = args.Length > 3 ? int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture) : 15;
var width = args.Length > 4 ? int.Parse(args[4], System.Globalization.CultureInfo.InvariantCulture) : 1200;
var data = new TemporaryFolder("leasehold-screenshot-");
await using var host = PageHost.Build(
    new PageOptions("http://127.0.0.1:0", DemoAddresses.Usual, data.Path, TimeSpan.FromSeconds(seconds)));
await host.StartAsync();
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(
    new() { ExecutablePath = program, Args = ChromiumProgram.Flags });
var page = await browser.NewPageAsync(
    new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } });
await page.GotoAsync(host.Urls.First());
await page.Locator($".function-{function}").ClickAsync();
await page.GetByRole(AriaRole.Button, new() { Name = "Start both sides" }).ClickAsync();

// Towards the end of the load: the curves are long, and both sides are still at work.
const float msPerSecond = 1_000;
await page.WaitForTimeoutAsync((seconds - 1) * msPerSecond);
await page.ScreenshotAsync(new() { Path = file, FullPage = true });
await host.StopAsync();
await host.DisposeAsync();
data.Dispose();
return 0;
