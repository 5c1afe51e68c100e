using Leasehold;
using Leasehold.Durable;
using Leasehold.Providers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds durable operations.</summary>
public static class LeaseholdDurableExtensions
{
    /// <summary>What the setting of <see cref="DurableOptions.Claim"/> was called.</summary>
    private const string RenamedClaim = "Lease";

    private static readonly string[] Settings = [.. typeof(DurableOptions).GetProperties()
        .Select(static p => p.Name)
        .Except([nameof(DurableOptions.Json)], StringComparer.Ordinal)];

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
        var name = database ?? Options.Options.DefaultName;
        var section = database is null ? "Leasehold:Durable" : $"Leasehold:Databases:{database}:Durable";
        services.Configure<LeaseholdOptions>(name, JournalPool.AddTo);
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
        if (section.GetChildren().FirstOrDefault(static child => IsRenamedClaim(child.Key)) is { } old)
        {
            // Left out it would change the time silently, and differently on the instances of a rolling upgrade.
            throw new InvalidOperationException(
                $"{old.Path} is not a setting. {section.Path}:{RenamedClaim} is now "
                + $"{section.Path}:{nameof(DurableOptions.Claim)}; rename it.");
        }

        RejectUnknown(section, [.. Settings, "RabbitMq"]);

        // Each kind by itself: the binder leaves out what it cannot read where it binds the values of a dictionary.
        foreach (var kind in section.GetSection(nameof(DurableOptions.Operations)).GetChildren())
        {
            options.Operations.TryAdd(kind.Key, new DurableOperationOptions());
            RejectUnknown(kind, [.. typeof(DurableOperationOptions).GetProperties().Select(static p => p.Name)]);
            kind.Bind(options.Operations[kind.Key]);
        }

        foreach (var name in section.GetSection(nameof(DurableOptions.Recurring)).GetChildren())
        {
            options.Recurring.TryAdd(name.Key, new RecurringOptions());
            RejectUnknown(name, [.. typeof(RecurringOptions).GetProperties().Select(static p => p.Name)]);
            name.Bind(options.Recurring[name.Key]);
        }

        BindSettings(section, options);
    }

    // One by one: bound as a whole, the JSON options would be too, which are code's.
    private static void BindSettings(IConfigurationSection section, DurableOptions options)
    {
        options.Claim = section.GetValue(nameof(options.Claim), options.Claim);
        options.PollInterval = section.GetValue(nameof(options.PollInterval), options.PollInterval);
        options.MaxConcurrency = section.GetValue(nameof(options.MaxConcurrency), options.MaxConcurrency);
        options.RunsWorker = section.GetValue(nameof(options.RunsWorker), options.RunsWorker);
        options.Retention = section.GetValue(nameof(options.Retention), options.Retention);
        options.RetentionInterval = section.GetValue(nameof(options.RetentionInterval), options.RetentionInterval);
        options.StopGrace = section.GetValue(nameof(options.StopGrace), options.StopGrace);
        options.ProgressInterval = section.GetValue(nameof(options.ProgressInterval), options.ProgressInterval);
        options.Instance = section[nameof(options.Instance)] ?? options.Instance;
        options.TablePrefix = section[nameof(options.TablePrefix)] ?? options.TablePrefix;
    }

    private static bool IsRenamedClaim(string name)
        => name.Equals(RenamedClaim, StringComparison.OrdinalIgnoreCase)
            || SettingNames.FindMistyped(name, [RenamedClaim]) is not null;

    private static void RejectUnknown(IConfigurationSection section, IReadOnlyCollection<string> known)
    {
        var unknown = SettingNames.FindUnknown(section, known).ToList();
        if (unknown.Count > 0)
        {
            throw new OptionsValidationException(section.Path, typeof(DurableOptions), unknown);
        }
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

        foreach (var registration in provider.GetServices<RecurringRegistration>())
        {
            if (registration.Database == database)
            {
                options.Recurring.TryAdd(registration.Name, new RecurringOptions());
                registration.Configure(options.Recurring[registration.Name]);
            }
        }
    }
}
