using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace Leasehold.ServiceDefaults.Settings;

/// <summary>
/// Puts the plain variables and the service's own defaults where they belong: command line, then plain variables,
/// then <c>Leasehold__…</c> environment, then appsettings, then defaults.
/// </summary>
public static class ServiceConfiguration
{
    /// <summary>Adds the plain variables, from the environment and from <c>.env</c> files, and the defaults.</summary>
    /// <param name="configuration">The builder's configuration, with its standard sources.</param>
    /// <param name="variables">The service's plain variables.</param>
    /// <param name="defaults">The service's defaults, below everything else.</param>
    /// <param name="dotEnvFiles">Where to look for <c>.env</c>; a later file wins over an earlier one.</param>
    /// <exception cref="Startup.ServiceStartException">A variable cannot be read; the message names it.</exception>
    public static void AddServiceSettings(
        this ConfigurationManager configuration,
        IReadOnlyList<PlainVariable> variables,
        IReadOnlyDictionary<string, string?> defaults,
        params IEnumerable<string> dotEnvFiles)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(variables);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var files = dotEnvFiles.SelectMany(DotEnvFile.Read).ToList();
        var plain = Translate(variables, name => environment[name] ?? LastOf(files, name));
        var named = Translate(variables, NamedOnCommandLine(configuration));

        // A .env file stands for the environment, so what it says beyond the plain variables ranks just below it.
        IList<IConfigurationSource> sources = configuration.Sources;
        sources.Insert(IndexOf<EnvironmentVariablesConfigurationSource>(sources), Memory(Hierarchical(files)));
        var commandLine = IndexOf<CommandLineConfigurationSource>(sources);
        sources.Insert(commandLine, Memory(plain));

        // A plain variable given on the command line ranks above those of the environment, but a setting that is
        // named in full there says more exactly what is meant.
        sources.Insert(commandLine + 1, Memory(named));
        sources.Insert(0, Memory(Implied([.. plain, .. named])));
        sources.Insert(0, Memory(defaults));
    }

    // What only makes a plain variable possible ranks below everything that somebody has configured.
    private static IEnumerable<KeyValuePair<string, string?>> Implied(
        IReadOnlyList<KeyValuePair<string, string?>> settings)
        => settings.SelectMany(static setting => PlainVariable.ImpliedBy(setting.Key, setting.Value));

    private static Dictionary<string, string?> Hierarchical(List<KeyValuePair<string, string>> lines)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in lines)
        {
            settings[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        }

        return settings;
    }

    /// <summary>The value of a setting that came from the command line; null for any other.</summary>
    private static Func<string, string?> NamedOnCommandLine(ConfigurationManager configuration)
    {
        var commandLine = new ConfigurationBuilder();
        foreach (var source in configuration.Sources.OfType<CommandLineConfigurationSource>())
        {
            commandLine.Add(source);
        }

        var named = commandLine.Build();
        return name => named[name];
    }

    private static List<KeyValuePair<string, string?>> Translate(
        IEnumerable<PlainVariable> variables, Func<string, string?> valueOf)
        => [.. variables.SelectMany(v => valueOf(v.Name) is { } text && (text.Length > 0 || v.MayBeEmpty)
            ? v.Translate(text) : [])];

    private static string? LastOf(List<KeyValuePair<string, string>> lines, string name)
        => lines.FindLast(line => string.Equals(line.Key, name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The place of the last source of a kind, or the end when there is none.</summary>
    private static int IndexOf<T>(IList<IConfigurationSource> sources)
    {
        for (var index = sources.Count - 1; index >= 0; index--)
        {
            if (sources[index] is T)
            {
                return index;
            }
        }

        return sources.Count;
    }

    private static MemoryConfigurationSource Memory(IEnumerable<KeyValuePair<string, string?>> values)
        => new() { InitialData = values };
}
