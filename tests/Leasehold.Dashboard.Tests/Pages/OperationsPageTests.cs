using System.Diagnostics.CodeAnalysis;
using Leasehold.Dashboard.Tests.Browsers;
using Leasehold.Dashboard.Tests.Hosting;
using Leasehold.Durable;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Leasehold.Dashboard.Tests.Pages;

/// <summary>Dead letters, and the way back for them.</summary>
public sealed class OperationsPageTests(Chromium chromium, ShopFixture fixture)
{
    [Fact]
    public async Task Redrive_OfADeadLetter_AsksFirstAndThenRunsItAgain()
    {
        var (shop, stop) = (fixture.Shop, TestContext.Current.CancellationToken);
        var id = Guid.CreateVersion7();
        await shop.Operations.RunAsync(
            shop.Shipping, (_, _) => Task.FromResult(new DurableStart<string>("order 1") { Id = id }),
            cancellationToken: stop);
        var page = await chromium.PageAsync(shop.Dashboard);
        await using var context = page.Context;

        await page.GetByRole(AriaRole.Tab, new() { Name = "Operations" }).ClickAsync();
        var row = page.Locator("tr", new() { HasText = id.ToString() });
        await Expect(row).ToContainTextAsync(ShipOperation.Trouble);
        await Expect(page.Locator(".lh-findings")).ToContainTextAsync("used up all attempts");

        var redrive = row.GetByRole(AriaRole.Button, new() { Name = "Re-drive" });
        await redrive.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        Assert.Equal(DurableState.Dead, (await shop.Operations.FindAsync(id, stop))?.State);

        shop.Shipping.IsReachable = true;
        await redrive.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Re-drive" }).ClickAsync();
        await Expect(page.GetByText("is on its way")).ToBeVisibleAsync();
        await Expect(row).ToHaveCountAsync(0);
        shop.Shipping.IsReachable = false;
        Assert.Equal(DurableState.Completed, (await shop.Operations.FindAsync(id, stop))?.State);
    }
    [Fact]
    public async Task Kinds_NotRegisteredHereOrPaused_AreNamedWithWhatWaits()
    {
        var (shop, stop) = (fixture.Shop, TestContext.Current.CancellationToken);
        await ExecuteAsync(
            shop,
            $"""
            INSERT INTO leasehold_operations (id, kind, state, attempt, epoch, due_us, prepared_us, args)
            VALUES ('{Guid.CreateVersion7()}', 'shop.gone', 0, 0, 0, 0, 0, 'null')
            """);
        await shop.Operations.PauseKindAsync("shop.held", "the bank is closed", stop);
        var page = await chromium.PageAsync(shop.Dashboard);
        await using var context = page.Context;

        await page.GetByRole(AriaRole.Tab, new() { Name = "Operations" }).ClickAsync();
        var notes = page.Locator(".lh-note");
        await Expect(notes.Filter(new() { HasText = "shop.gone" })).ToContainTextAsync("not registered here");
        await Expect(notes.Filter(new() { HasText = "shop.held" })).ToContainTextAsync("the bank is closed");
        await Expect(page.Locator(".lh-findings")).ToContainTextAsync("of the kind shop.gone");

        await shop.Operations.ResumeKindAsync("shop.held", stop);
        await ExecuteAsync(shop, "DELETE FROM leasehold_operations WHERE kind = 'shop.gone'");
        await Expect(notes.Filter(new() { HasText = "shop." })).ToHaveCountAsync(0);
    }

    [SuppressMessage("Security", "CA2100", Justification = "Statements of the tests themselves.")]
    private static Task ExecuteAsync(ShopApp shop, string sql)
        => shop.Pools.InSessionAsync(
            async (session, token) =>
            {
                await using var command = session.Connection.CreateCommand();
                command.Transaction = session.Transaction;
                command.CommandText = sql;
                await command.ExecuteNonQueryAsync(token);
            },
            TestContext.Current.CancellationToken);
}
