using System.Globalization;
using System.Reflection;
using Leasehold.Images;
using Leasehold.LocalServers.Servers;
using Leasehold.Payments;

namespace Leasehold.Demo.Cluster;

/// <summary>Starts what several instances need, then two of them, and stops everything in the opposite order.</summary>
internal static class ClusterRun
{
    private const string SettingsFile = "instance.env";

    /// <summary>Shorter than the default, so that the visitor sees an orphan picked up before getting bored.</summary>
    private const string Claim = "00:00:10";

    private static readonly Assembly Payments = typeof(PaymentService).Assembly;
    private static readonly Assembly Images = typeof(ImageService).Assembly;

    /// <exception cref="Exception">It could not start; the message says why.</exception>
    public static async Task<int> RunAsync(ClusterDatabase database, DemoArguments arguments)
    {
        if (ClusterDatabases.MissingPackages(database) is { Count: > 0 } packages)
        {
            await Console.Error.WriteLineAsync(ClusterTour.Missing(packages));
            return 1;
        }

        // One folder per database: orders and the gateway's ledger belong together.
        var folder = Path.Combine(arguments.Data, $"cluster-{ClusterDatabases.NameOf(database)}");
        var addresses = arguments.Addresses;
        DemoPorts.Require(arguments);
        using var held = DemoFolder.Take(folder);
        try
        {
            await using var gateway = DemoGateway.Build(addresses, folder);
            await gateway.StartAsync();
            await using var processor = DemoProcessor.Build(addresses, folder);
            await processor.StartAsync();

            // Ctrl+C and SIGTERM arrive here, from the first moment on.
            await RunAsync(database, addresses, folder, gateway.Lifetime.ApplicationStopping);
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
        catch (Exception problem) when (problem is InvalidOperationException or TimeoutException)
        {
            // Of a server: its message ends with what the server said, which may be several lines.
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
    }

    private static async Task RunAsync(
        ClusterDatabase database, DemoAddresses addresses, string folder, CancellationToken stopping)
    {
        Console.WriteLine("Starting the servers; RabbitMQ takes some seconds ...");
        await using var servers = await ClusterServers.StartAsync(database, folder, stopping);
        var payments = PaymentSettings(servers, addresses);
        var images = ImageSettings(servers, addresses, folder);
        var settingsFile = await WriteAsync(payments, folder, stopping);

        // One after the other, so that the log tells who migrated; at once is as good.
        await using var first = await ServiceInstance.StartAsync(
            Payments, addresses.Payments, Named(payments, "payments", addresses.Payments), stopping);
        await using var second = await ServiceInstance.StartAsync(
            Payments, addresses.OtherPayments, Named(payments, "payments", addresses.OtherPayments), stopping);
        await using var firstImages = await ServiceInstance.StartAsync(
            Images, addresses.Images, Named(images, "images", addresses.Images), stopping);
        await using var secondImages = await ServiceInstance.StartAsync(
            Images, addresses.OtherImages, Named(images, "images", addresses.OtherImages), stopping);
        ServiceInstance[] instances = [first, second, firstImages, secondImages];
        Console.WriteLine(ClusterTour.Text(
            addresses,
            folder,
            settingsFile,
            ServiceInstance.CommandLine(Payments, addresses.Payments),
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

    private static Dictionary<string, string> PaymentSettings(ClusterServers servers, DemoAddresses addresses) =>
        new(servers.SettingsOf(ClusterServers.Payments), StringComparer.Ordinal)
        {
            ["PAYMENT_GATEWAY_URL"] = addresses.Gateway,
            ["PAYMENT_GATEWAY_KEY"] = DemoGateway.Key,
            ["Leasehold__Replicas"] = "2",
            ["Leasehold__Durable__Claim"] = Claim,
        };

    private static Dictionary<string, string> ImageSettings(
        ClusterServers servers, DemoAddresses addresses, string folder) =>
        new(servers.SettingsOf(ClusterServers.Images), StringComparer.Ordinal)
        {
            ["IMAGE_PROCESSOR_URL"] = addresses.Processor,
            ["Images__AllowedHosts__0"] = new Uri(addresses.Processor).Authority,
            ["Images__Storage__Folder"] = folder,
            ["STORAGE_BUCKET"] = "pictures",
            ["Leasehold__Replicas"] = "2",
            ["Leasehold__Durable__Claim"] = Claim,
        };

    private static Dictionary<string, string> Named(Dictionary<string, string> settings, string service, string url) =>
        new(settings, StringComparer.Ordinal)
        {
            ["Leasehold__Durable__Instance"] = string.Create(
                CultureInfo.InvariantCulture, $"{service}-{new Uri(url).Port}"),
        };

    /// <summary>For starting an instance by hand; it holds passwords, so only its owner reads it.</summary>
    private static Task<string> WriteAsync(
        Dictionary<string, string> settings, string folder, CancellationToken cancellationToken) =>
        OwnerOnly.WriteAsync(
            Path.Combine(folder, SettingsFile),
            string.Concat(settings.Select(static setting => $"export {setting.Key}='{setting.Value}'\n")),
            cancellationToken);
}
