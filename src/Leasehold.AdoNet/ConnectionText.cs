using System.Data.Common;
using System.Globalization;
using Leasehold.Providers;

namespace Leasehold.AdoNet;

/// <summary>Writes a workload's settings into the driver's connection string.</summary>
/// <remarks>
/// ADO.NET drivers keep one pool per text, so every workload needs a text of its own, and so does every clearing.
/// </remarks>
internal sealed class ConnectionText
{
    private readonly DbProviderFactory _factory;
    private readonly string _connectionString;
    private readonly string? _pooling;
    private readonly string? _maxPoolSize;
    private readonly string? _minPoolSize;
    private readonly string? _lifetime;
    private readonly string? _connectTimeout;
    private readonly string? _applicationName;

    /// <summary>Looks for the driver's words.</summary>
    /// <exception cref="ArgumentException">The string cannot be read, or a keyword is unknown.</exception>
    public ConnectionText(DbProviderFactory factory, string connectionString, AdoNetKeywords keywords)
    {
        _factory = factory;
        _connectionString = connectionString;
        _pooling = Find(nameof(keywords.Pooling), keywords.Pooling, ["Pooling"], true);
        _maxPoolSize = Find(
            nameof(keywords.MaxPoolSize),
            keywords.MaxPoolSize,
            ["Max Pool Size", "Maximum Pool Size", "MaxPoolSize", "MaximumPoolSize"],
            1);
        _minPoolSize = Find(
            nameof(keywords.MinPoolSize),
            keywords.MinPoolSize,
            ["Min Pool Size", "Minimum Pool Size", "MinPoolSize", "MinimumPoolSize"],
            0);
        _lifetime = Find(
            nameof(keywords.ConnectionLifetime),
            keywords.ConnectionLifetime,
            ["Connection Lifetime", "Load Balance Timeout", "ConnectionLifetime"],
            0);
        _connectTimeout = Find(
            nameof(keywords.ConnectTimeout),
            keywords.ConnectTimeout,
            ["Connection Timeout", "Connect Timeout", "Timeout"],
            1);
        _applicationName = Find(
            nameof(keywords.ApplicationName), keywords.ApplicationName, ["Application Name"], "leasehold");
        if (_maxPoolSize is null && keywords.MaxPoolSize is null)
        {
            throw new ArgumentException(
                $"The connection string of {factory.GetType().Name} has none of the usual words for the maximum of "
                + "its pool: name it in AdoNetOptions.Keywords.MaxPoolSize, or set that to \"\" if its pool has none.",
                nameof(keywords));
        }

        Enlists = NewBuilder().TryGetValue("Enlist", out var enlist)
            && bool.TryParse(Convert.ToString(enlist, CultureInfo.InvariantCulture), out var enlists)
            && enlists;
    }

    /// <summary>Whether the driver's pool can be turned off.</summary>
    public bool CanTurnPoolingOff => _pooling is not null;

    /// <summary>Whether the string says that a connection joins the ambient transaction.</summary>
    public bool Enlists { get; }

    /// <summary>The text of one data source.</summary>
    /// <param name="settings">What it must be.</param>
    /// <param name="isPooled">Whether the driver keeps idle connections.</param>
    /// <param name="distinction">Makes the text differ from that of an earlier pool; 0 for the first.</param>
    public string For(DriverPoolSettings settings, bool isPooled, int distinction)
    {
        var builder = NewBuilder();
        Set(builder, _pooling, isPooled);
        Set(builder, _maxPoolSize, settings.MaxConnections);
        Set(builder, _minPoolSize, 0);
        Set(builder, _lifetime, (int)Math.Round(settings.Recycle.TotalSeconds));
        Set(builder, _connectTimeout, (int)Math.Max(1, Math.Ceiling(settings.Options.ConnectTimeout.TotalSeconds)));
        if (_applicationName is null)
        {
            return builder.ConnectionString.TrimEnd(';') + new string(';', distinction + 1);
        }

        var suffix = distinction == 0 ? "" : "~" + distinction.ToString(CultureInfo.InvariantCulture);
        Set(builder, _applicationName, settings.ApplicationName + suffix);
        return builder.ConnectionString;
    }

    /// <summary>The user that a text names; empty when it names none.</summary>
    public string UserOf(string connectionString)
    {
        var builder = NewBuilder();
        builder.ConnectionString = connectionString;
        foreach (var word in (string[])["User ID", "UserID", "Username", "User Name", "User", "UID"])
        {
            if (builder.TryGetValue(word, out var user) && user is string { Length: > 0 } name)
            {
                return name;
            }
        }

        return "";
    }

    private static void Set(DbConnectionStringBuilder builder, string? keyword, object value)
    {
        if (keyword is not null)
        {
            builder[keyword] = value;
        }
    }

    private string? Find(string name, string? chosen, string[] usual, object sample)
    {
        if (chosen is { Length: 0 })
        {
            return null;
        }

        var known = Array.Find(chosen is null ? usual : [chosen], word => IsKnown(word, sample));
        return known is null && chosen is not null
            ? throw new ArgumentException(
                $"The connection string of {_factory.GetType().Name} has no '{chosen}', which "
                + $"AdoNetOptions.Keywords.{name} names.",
                nameof(chosen))
            : known;
    }

    private bool IsKnown(string word, object sample)
    {
        try
        {
            NewBuilder()[word] = sample;
            return true;
        }
        catch (Exception exception)
            when (exception is ArgumentException or KeyNotFoundException or NotSupportedException)
        {
            return false; // drivers whose builder knows its words say so in one of these ways
        }
    }

    private DbConnectionStringBuilder NewBuilder()
    {
        var builder = _factory.CreateConnectionStringBuilder() ?? new DbConnectionStringBuilder();
        builder.ConnectionString = _connectionString;
        return builder;
    }
}
