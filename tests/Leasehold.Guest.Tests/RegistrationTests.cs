using System.Data.Common;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Leasehold.Guest.Tests;

/// <summary>What the calls put into an application's container.</summary>
public sealed class RegistrationTests
{
    /// <summary>The one default that is added: clients of the factory get the guard's handler.</summary>
    private static readonly string[] ForTheGuard =
    [
        "Microsoft.Extensions.Http.", "System.Net.Http.", "Microsoft.Extensions.DependencyInjection.",
    ];

    private static readonly string[] OfEveryHost =
    [
        "Leasehold.", "System.TimeProvider", "Microsoft.Extensions.Hosting.IHostedService",
        "Microsoft.Extensions.Options.IStartupValidator",
    ];

    /// <summary>What begins flows for hub calls, circuit events and health checks; it decides nothing.</summary>
    private static readonly string[] ForFlows =
    [
        "Microsoft.Extensions.Options.IConfigureOptions<Microsoft.AspNetCore.SignalR.HubOptions>",
        "Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler",
        "Microsoft.Extensions.Options.IPostConfigureOptions<"
            + "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckServiceOptions>",
    ];

    /// <summary>Options of ours are validated when the host starts.</summary>
    private const string StartupValidator = "Microsoft.Extensions.Options.StartupValidator";

    [Fact]
    public void AddLeaseholdHttp_RegistersNothingOfTheApplicationsOwnButFlows()
    {
        var builder = WebApplication.CreateBuilder();
        var before = builder.Services.ToHashSet();

        builder.Services.AddLeasehold(builder.Configuration).UseSqlite("Data Source=shop.db");
        builder.AddLeaseholdHttp();

        // Each workload's pool is a data source behind a key; the application's own, without one, stays what it was.
        var foreign = builder.Services.Where(service => !before.Contains(service))
            .Where(static service => !(service.IsKeyedService && service.ServiceType == typeof(DbDataSource)))
            .Select(static service => Named(service.ServiceType))
            .Where(static name => !OfEveryHost.Concat(ForTheGuard).Any(
                known => name.StartsWith(known, StringComparison.Ordinal)))
            .Where(static name => !IsOptionsOf(name, "Leasehold.") && !IsOptionsOf(name, StartupValidator))
            .Where(static name => !ForTheGuard.Any(known => IsOptionsOf(name, known)));
        Assert.Equal(ForFlows.Order(StringComparer.Ordinal), foreign.Order(StringComparer.Ordinal));
        Assert.All(before, service => Assert.Contains(service, builder.Services));
    }

    [Fact]
    public void AddLeaseholdHttp_Twice_AddsOneHandler()
    {
        var services = new ServiceCollection();
        services.AddLeaseholdHttp();
        var once = services.Count;

        services.AddLeaseholdHttp();

        Assert.Equal(once, services.Count);
    }

    private static bool IsOptionsOf(string name, string prefix)
        => name.StartsWith("Microsoft.Extensions.Options.", StringComparison.Ordinal)
            && name.Contains($"<{prefix}", StringComparison.Ordinal);

    private static string Named(Type type) => type.IsGenericType
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{type.FullName!.Split('`')[0]}<{string.Join(',', type.GenericTypeArguments.Select(Named))}>")
        : type.FullName!;
}
