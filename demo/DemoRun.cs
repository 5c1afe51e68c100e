using Leasehold.Demo.Page;
using Leasehold.Images;
using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Connections;

namespace Leasehold.Demo;

/// <summary>Starts both services, gateway and processor behind them, and the page; stops them in order.</summary>
internal static class DemoRun
{
    public static async Task<int> RunAsync(string data)
    {
        try
        {
            await using var gateway = DemoGateway.Build(data);
            await gateway.StartAsync();
            await using var processor = DemoProcessor.Build(data);
            await processor.StartAsync();
            await using var payments = BuildPayments(data);
            await payments.StartAsync();
            await using var images = BuildImages(data);
            await images.StartAsync();
            await using var page = PageHost.Build(
                new PageOptions(DemoAddresses.Page, data, PageOptions.UsualPlayTime));
            await page.StartAsync();
            Console.WriteLine(Tour.Text(data));

            // Ctrl+C stops the services; their work in flight still needs gateway and processor, so those go last.
            await payments.WaitForShutdownAsync();
            await page.StopAsync();
            await images.StopAsync();
            await gateway.StopAsync();
            await processor.StopAsync();
            Console.WriteLine($"Stopped. Orders, ledger and pictures are kept in {data}; delete it to start anew.");
            return 0;
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{problem.Message} Another demo may run: stop it, or whatever uses ports 5080-5082, 5091, 5092.");
            return 1;
        }
        catch (ServiceStartException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static WebApplication BuildPayments(string data) => PaymentService.Build(
    [
        "--environment=Development",
        $"--urls={DemoAddresses.Payments}",
        $"--DATABASE_URL=sqlite:///{Path.Combine(data, "payments.db")}",
        $"--PAYMENT_GATEWAY_URL={DemoAddresses.Gateway}",
        $"--PAYMENT_GATEWAY_KEY={DemoGateway.Key}",
    ]);

    private static WebApplication BuildImages(string data) => ImageService.Build(
    [
        "--environment=Development",
        $"--urls={DemoAddresses.Images}",
        $"--DATABASE_URL=sqlite:///{Path.Combine(data, "images.db")}",
        $"--IMAGE_PROCESSOR_URL={DemoAddresses.Processor}",
        $"--Images:AllowedHosts:0={new Uri(DemoAddresses.Processor).Authority}",
        $"--Images:Storage:Folder={data}",
        "--STORAGE_BUCKET=pictures",
    ]);
}
