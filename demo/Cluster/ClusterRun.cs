using Leasehold.LocalServers.Servers;
using Microsoft.AspNetCore.Connections;

namespace Leasehold.Demo.Cluster;

/// <summary>Starts what several instances need, then two of them, and stops everything in the opposite order.</summary>
internal static class ClusterRun
{
    private const string SettingsFile = "instance.env";

    public static async Task<int> RunAsync(ClusterDatabase database, string data)
    {
        if (ClusterDatabases.MissingPackages(database) is { Count: > 0 } packages)
        {
            await Console.Error.WriteLineAsync(ClusterTour.Missing(packages));
            return 1;
        }

        // One folder per database: orders and the gateway's ledger belong together.
        var folder = Path.Combine(data, $"cluster-{ClusterDatabases.NameOf(database)}");
        try
        {
            await using var gateway = DemoGateway.Build(folder);
            await gateway.StartAsync();

            // Ctrl+C and SIGTERM arrive here, from the first moment on.
            await RunAsync(database, folder, gateway.Lifetime.ApplicationStopping);
            await gateway.StopAsync();
            Console.WriteLine($"Stopped. Everything is kept in {folder}; delete it to start anew.");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.WriteLine("Stopped before everything was started.");
            return 0;
        }
        catch (IOException problem) when (problem.InnerException is AddressInUseException)
        {
            await Console.Error.WriteLineAsync($"{problem.Message} Another demo may still run: stop it first.");
            return 1;
        }
        catch (Exception problem) when (problem is InvalidOperationException or TimeoutException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task RunAsync(ClusterDatabase database, string folder, CancellationToken stopping)
    {
        Console.WriteLine("Starting the servers; RabbitMQ takes some seconds ...");
        await using var servers = await ClusterServers.StartAsync(database, folder, stopping);
        var settings = Settings(servers);
        var settingsFile = await WriteAsync(settings, folder, stopping);

        // One after the other, so that the log tells who migrated; at once is as good.
        await using var first = await PaymentInstance.StartAsync(
            DemoAddresses.Payments, Named(settings, "payments-5081"), stopping);
        await using var second = await PaymentInstance.StartAsync(
            DemoAddresses.OtherPayments, Named(settings, "payments-5083"), stopping);
        Console.WriteLine(ClusterTour.Text(folder, settingsFile, servers.Descriptions, first, second));

        var watching = Task.WhenAll(first.WatchAsync(stopping), second.WatchAsync(stopping));
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            Console.WriteLine("Both instances are gone; the servers still run. Ctrl+C stops them.");
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Console.WriteLine("Stopping: the instances first, the database last ...");
    }

    private static Dictionary<string, string> Settings(ClusterServers servers) =>
        new(servers.Settings, StringComparer.Ordinal)
        {
            ["PAYMENT_GATEWAY_URL"] = DemoAddresses.Gateway,
            ["PAYMENT_GATEWAY_KEY"] = DemoGateway.Key,
            ["Leasehold__Replicas"] = "2",

            // Shorter than the default, so that the visitor sees an orphan picked up before getting bored.
            ["Leasehold__Durable__Lease"] = "00:00:10",
        };

    private static Dictionary<string, string> Named(Dictionary<string, string> settings, string name) =>
        new(settings, StringComparer.Ordinal) { ["Leasehold__Durable__Instance"] = name };

    /// <summary>For starting an instance by hand; it holds passwords, so only its owner reads it.</summary>
    private static Task<string> WriteAsync(
        Dictionary<string, string> settings, string folder, CancellationToken cancellationToken) =>
        OwnerOnly.WriteAsync(
            Path.Combine(folder, SettingsFile),
            string.Concat(settings.Select(static setting => $"export {setting.Key}='{setting.Value}'\n")),
            cancellationToken);
}
