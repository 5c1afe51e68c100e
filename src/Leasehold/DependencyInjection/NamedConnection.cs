using Leasehold.Providers;
using Microsoft.Extensions.Configuration;

namespace Leasehold.DependencyInjection;

/// <summary>Finds the provider of a connection string that the configuration has under a name.</summary>
internal static class NamedConnection
{
    /// <summary>Makes the provider.</summary>
    /// <param name="configuration">The application's.</param>
    /// <param name="name">The connection string's.</param>
    /// <param name="section">Where the database's settings are.</param>
    /// <param name="asked">The provider that the settings name; null when they name none.</param>
    /// <param name="adapters">The databases whose packages are referenced.</param>
    /// <exception cref="InvalidOperationException">There is no such string, or it does not tell which database it is.
    /// </exception>
    public static DatabaseProvider Open(
        IConfiguration configuration,
        string name,
        string section,
        string? asked,
        IReadOnlyList<DatabaseAdapter> adapters)
    {
        var text = TextOf(configuration, name);
        var adapter = string.IsNullOrEmpty(asked)
            ? Recognise(name, section, text, adapters)
            : adapters.FirstOrDefault(one => one.Name.Equals(asked, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidOperationException(
                    $"{section}:Provider is {asked}, but the package Leasehold.{asked} is not referenced. Referenced: "
                    + $"{NamesOf(adapters)}.");
        try
        {
            return adapter.Create(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            throw new InvalidOperationException(
                $"ConnectionStrings:{name} is none that {adapter.Name} understands; the inner exception says why.",
                exception);
        }
    }

    private static string TextOf(IConfiguration configuration, string name)
    {
        if (configuration.GetConnectionString(name) is { Length: > 0 } text)
        {
            return text;
        }

        var there = configuration.GetSection("ConnectionStrings").GetChildren()
            .Where(static one => !string.IsNullOrEmpty(one.Value))
            .Select(static one => one.Key)
            .ToList();
        var meant = SettingNames.FindMistyped(name, there) is { } nearest ? $" Did you mean {nearest}?" : "";
        throw new InvalidOperationException(
            $"ConnectionStrings:{name} is missing from the configuration (in the environment: "
            + $"ConnectionStrings__{name}).{meant} AddLeasehold(\"{name}\") reads it when the pools are made.");
    }

    private static DatabaseAdapter Recognise(
        string name, string section, string text, IReadOnlyList<DatabaseAdapter> adapters)
    {
        var fitting = adapters.Where(one => one.CanRead(text)).ToList();
        return (adapters, fitting) switch
        {
            ([], _) => throw new InvalidOperationException(
                $"No database's package is referenced: add one of {ReferencedPackages.AdapterPackages}, or call "
                + "UseAdoNet on what AddLeasehold returns."),
            (_, [var one]) => one,

            // Its driver says best what is wrong.
            ([var only], []) => only,
            (_, []) => throw new InvalidOperationException(
                $"ConnectionStrings:{name} is none that a referenced package understands ({NamesOf(adapters)})."),
            _ => throw new InvalidOperationException(
                $"ConnectionStrings:{name} may be one of {NamesOf(fitting)}, whose packages are all referenced: name "
                + $"the one in {section}:Provider, or write the connection string as a URL."),
        };
    }

    private static string NamesOf(IEnumerable<DatabaseAdapter> adapters)
        => string.Join(", ", adapters.Select(static one => one.Name));
}
