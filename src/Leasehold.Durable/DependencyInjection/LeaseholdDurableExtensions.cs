using Leasehold.Durable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Leasehold;

/// <summary>Adds durable operations.</summary>
public static class LeaseholdDurableExtensions
{
    /// <summary>
    /// Keeps three-stage operations in a journal in the same database, bound from <c>Leasehold:Durable</c>
    /// (<c>Leasehold:Databases:{name}:Durable</c> for a named database) and validated at start-up.
    /// </summary>
    /// <param name="builder">What <c>AddLeasehold</c> returned.</param>
    /// <param name="configure">Changes after binding.</param>
    /// <remarks>Resolve <see cref="DurableOperations"/>, for a named database by its name as the key.</remarks>
    public static DurableBuilder AddDurable(this LeaseholdBuilder builder, Action<DurableOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, database) = (builder.Services, builder.Database);
        var name = database ?? Options.DefaultName;
        var section = database is null ? "Leasehold:Durable" : $"Leasehold:Databases:{database}:Durable";
        services.AddOptions<DurableOptions>(name)
            .Configure<IServiceProvider>((options, provider) =>
            {
                SetInCode(options, provider, database);
                if (provider.GetService<IConfiguration>() is { } configuration)
                {
                    Bind(configuration.GetSection(section), options);
                }

                configure?.Invoke(options);
            })
            .ValidateOnStart();
        services.AddSingleton<IValidateOptions<DurableOptions>>(new DurableOptionsValidator(name, section));
        if (database is null)
        {
            services.AddSingleton(s => DurableSetup.Build(s, null));
            services.AddSingleton(static s => s.GetRequiredService<DurableSetup>().Operations);
            services.AddSingleton<IHostedService>(static s => s.GetRequiredService<DurableSetup>().Service);
        }
        else
        {
            services.AddKeyedSingleton(database, static (s, key) => DurableSetup.Build(s, (string)key!));
            services.AddKeyedSingleton(
                database, static (s, key) => s.GetRequiredKeyedService<DurableSetup>(key).Operations);
            services.AddSingleton<IHostedService>(
                s => s.GetRequiredKeyedService<DurableSetup>(database).Service);
        }

        return new DurableBuilder(services, database);
    }

    private static void Bind(IConfigurationSection section, DurableOptions options)
    {
        // Each kind by itself: the binder leaves out what it cannot read where it binds the values of a dictionary.
        foreach (var kind in section.GetSection(nameof(DurableOptions.Operations)).GetChildren())
        {
            options.Operations.TryAdd(kind.Key, new DurableOperationOptions());
            kind.Bind(options.Operations[kind.Key]);
        }

        section.Bind(options);
    }

    private static void SetInCode(DurableOptions options, IServiceProvider provider, string? database)
    {
        foreach (var registration in provider.GetServices<OperationRegistration>())
        {
            if (registration.Database == database)
            {
                options.Operations.TryAdd(registration.Kind, new DurableOperationOptions());
                registration.Configure?.Invoke(options.Operations[registration.Kind]);
            }
        }
    }
}
