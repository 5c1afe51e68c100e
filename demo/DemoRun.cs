using Leasehold.Demo.Page;
using Leasehold.Images;
using Leasehold.Payments;

namespace Leasehold.Demo;

/// <summary>Starts both services, gateway and processor behind them, and the page; stops them in order.</summary>
internal static class DemoRun
{
    /// <exception cref="Exception">It could not start; the message says why.</exception>
    public static async Task<int> RunAsync(DemoArguments arguments)
    {
        var (addresses, data) = (arguments.Addresses, arguments.Data);
        DemoPorts.Require(arguments);
        using var folder = DemoFolder.Take(data);
        await using var gateway = DemoGateway.Build(addresses, data);
        await gateway.StartAsync();
        await using var processor = DemoProcessor.Build(addresses, data);
        await processor.StartAsync();
        await using var payments = BuildPayments(addresses, data);
        await payments.StartAsync();
        await using var images = BuildImages(addresses, data);
        await images.StartAsync();
        await using var page = PageHost.Build(
            new PageOptions(addresses.Page, addresses, data, PageOptions.UsualPlayTime));
        await page.StartAsync();
        Console.WriteLine(Tour.Text(addresses, data, Tour.NewOrder(TimeProvider.System)));

        // Ctrl+C stops the services; their work in flight still needs gateway and processor, so those go last.
        await payments.WaitForShutdownAsync();
        await page.StopAsync();
        await images.StopAsync();
        await gateway.StopAsync();
        await processor.StopAsync();
        Console.WriteLine($"Stopped. Orders, ledger and pictures are kept in {data}; delete it to start anew.");
        return 0;
    }

    private static WebApplication BuildPayments(DemoAddresses addresses, string data) => PaymentService.Build(
    [
        "--environment=Development",
        $"--urls={addresses.Payments}",
        $"--DATABASE_URL={SqliteUrl(data, "payments.db")}",
        $"--PAYMENT_GATEWAY_URL={addresses.Gateway}",
        $"--PAYMENT_GATEWAY_KEY={DemoGateway.Key}",
    ]);

    private static WebApplication BuildImages(DemoAddresses addresses, string data) => ImageService.Build(
    [
        "--environment=Development",
        $"--urls={addresses.Images}",
        $"--DATABASE_URL={SqliteUrl(data, "images.db")}",
        $"--IMAGE_PROCESSOR_URL={addresses.Processor}",
        $"--Images:AllowedHosts:0={new Uri(addresses.Processor).Authority}",
        $"--Images:Storage:Folder={data}",
        "--STORAGE_BUCKET=pictures",
    ]);

    // A URL: what a folder's name may hold ('%', '?', '#') means something else there.
    private static string SqliteUrl(string data, string file) =>
        $"sqlite:///{Uri.EscapeDataString(Path.Combine(data, file))}";
}
