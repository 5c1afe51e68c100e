using Leasehold.Payments;
using Leasehold.ServiceDefaults.Startup;
using Microsoft.AspNetCore.Connections;

namespace Leasehold.Demo;

/// <summary>Starts the payment service and the gateway it pays with, and stops them in the right order.</summary>
internal static class DemoRun
{
    public static async Task<int> RunAsync(string data)
    {
        try
        {
            await using var gateway = DemoGateway.Build(data);
            await gateway.StartAsync();
            await using var payments = PaymentService.Build(
            [
                "--environment=Development",
                $"--urls={DemoAddresses.Payments}",
                $"--DATABASE_URL=sqlite:///{Path.Combine(data, "payments.db")}",
                $"--PAYMENT_GATEWAY_URL={DemoAddresses.Gateway}",
                $"--PAYMENT_GATEWAY_KEY={DemoGateway.Key}",
            ]);
            await payments.StartAsync();
            Console.WriteLine(Tour.Text(data));

            // Ctrl+C stops the service; its payments in flight still need the gateway, so that one goes last.
            await payments.WaitForShutdownAsync();
            await gateway.StopAsync();
            Console.WriteLine($"Stopped. Orders and ledger are kept in {data}; delete it to start anew.");
            return 0;
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync(
                $"{problem.Message} Another demo may still run: stop it, or whatever uses ports 5081 and 5091.");
            return 1;
        }
        catch (ServiceStartException problem)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }
}
