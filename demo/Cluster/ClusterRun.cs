using System.Reflection;
using Leasehold.Images;
using Leasehold.LocalServers.Servers;
using Leasehold.Payments;
using Microsoft.AspNetCore.Connections;

namespace Leasehold.Demo.Cluster;

/// <summary>Starts what several instances need, then two of them, and stops everything in the opposite order.</summary>
internal static class ClusterRun
{
    private const string SettingsFile = "instance.env";

    /// <summary>Shorter than the default, so that the visitor sees an orphan picked up before getting bored.</summary>
    private const string Lease = "00:00:10";

    private static readonly Assembly Payments = typeof(PaymentService).Assembly;
    private static readonly Assembly Images = typeof(ImageService).Assembly;

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
            await using var processor = DemoProcessor.Build(folder);
            await processor.StartAsync();

            // Ctrl+C and SIGTERM arrive here, from the first moment on.
            await RunAsync(database, folder, gateway.Lifetime.ApplicationStopping);
            await gateway.StopAsync();
            await processor.StopAsync();
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
        var payments = PaymentSettings(servers);
        var images = ImageSettings(servers, folder);
        var settingsFile = await WriteAsync(payments, folder, stopping);

        // One after the other, so that the log tells who migrated; at once is as good.
        await using var first = await ServiceInstance.StartAsync(
            Payments, DemoAddresses.Payments, Named(payments, "payments-5081"), stopping);
        await using var second = await ServiceInstance.StartAsync(
            Payments, DemoAddresses.OtherPayments, Named(payments, "payments-5083"), stopping);
        await using var firstImages = await ServiceInstance.StartAsync(
            Images, DemoAddresses.Images, Named(images, "images-5082"), stopping);
        await using var secondImages = await ServiceInstance.StartAsync(
            Images, DemoAddresses.OtherImages, Named(images, "images-5084"), stopping);
        ServiceInstance[] instances = [first, second, firstImages, secondImages];
        Console.WriteLine(ClusterTour.Text(
            folder,
            settingsFile,
            ServiceInstance.CommandLine(Payments, DemoAddresses.Payments),
            servers.Descriptions,
            instances));

        var watching = Task.WhenAll(instances.Select(instance => instance.WatchAsync(stopping)));
        await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!stopping.IsCancellationRequested)
        {
            Console.WriteLine("All instances are gone; the servers still run. Ctrl+C stops them.");
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Console.WriteLine("Stopping: the instances first, the database last ...");
    }

    private static Dictionary<string, string> PaymentSettings(ClusterServers servers) =>
        new(servers.SettingsOf(ClusterServers.Payments), StringComparer.Ordinal)
        {
            ["PAYMENT_GATEWAY_URL"] = DemoAddresses.Gateway,
            ["PAYMENT_GATEWAY_KEY"] = DemoGateway.Key,
            ["Leasehold__Replicas"] = "2",
            ["Leasehold__Durable__Lease"] = Lease,
        };

    private static Dictionary<string, string> ImageSettings(ClusterServers servers, string folder) =>
        new(servers.SettingsOf(ClusterServers.Images), StringComparer.Ordinal)
        {
            ["IMAGE_PROCESSOR_URL"] = DemoAddresses.Processor,
            ["Images__AllowedHosts__0"] = new Uri(DemoAddresses.Processor).Authority,
            ["Images__Storage__Folder"] = folder,
            ["STORAGE_BUCKET"] = "pictures",
            ["Leasehold__Replicas"] = "2",
            ["Leasehold__Durable__Lease"] = Lease,
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
