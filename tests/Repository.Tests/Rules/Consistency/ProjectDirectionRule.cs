using Repository.Tests.Reading;

namespace Repository.Tests.Rules.Consistency;

/// <summary>
/// Dependencies point one way: core knows nobody, the other libraries know core, services know libraries and never
/// each other or a simulator, and nothing in src knows what is built on it. Internals are open to tests only.
/// </summary>
internal sealed class ProjectDirectionRule : IRule
{
    private const string AnyLibrary = "*";
    private const string ForTests = "Leasehold.Testing";

    /// <summary>Which libraries each library may use.</summary>
    private static readonly Dictionary<string, string[]> Libraries = new(StringComparer.Ordinal)
    {
        ["Leasehold"] = ["Leasehold.Analyzers", "Leasehold.CodeFixes"], // packed into its package, not used
        ["Leasehold.Sqlite"] = ["Leasehold"],
        ["Leasehold.PostgreSql"] = ["Leasehold"],
        ["Leasehold.MySql"] = ["Leasehold"],
        ["Leasehold.AdoNet"] = ["Leasehold"],
        ["Leasehold.SqlServer"] = ["Leasehold", "Leasehold.AdoNet"],
        ["Leasehold.EntityFrameworkCore"] = ["Leasehold"],
        ["Leasehold.Linq2Db"] = [], // queries only: it can be used without the pools
        ["Leasehold.Quartz"] = ["Leasehold"],
        ["Leasehold.Durable"] = ["Leasehold"],
        ["Leasehold.Durable.RabbitMq"] = ["Leasehold", "Leasehold.Durable"],
        [ForTests] = ["Leasehold", "Leasehold.Durable"],
        ["Leasehold.AspNetCore"] = ["Leasehold"],
        ["Leasehold.Dashboard"] = ["Leasehold", "Leasehold.AspNetCore", "Leasehold.Durable"],
        ["Leasehold.OpenTelemetry"] = ["Leasehold"],
        ["Leasehold.Analyzers"] = [],
        ["Leasehold.CodeFixes"] = ["Leasehold.Analyzers"],
        ["Leasehold.Cli"] = [AnyLibrary],
    };

    /// <summary>Who sees internals besides tests, and why.</summary>
    private static readonly Dictionary<(string Library, string Friend), string> Friends = new()
    {
        [("Leasehold.Analyzers", "Leasehold.CodeFixes")] = "one package: the compiler wants fixes in another assembly",
        [("Leasehold.AspNetCore", "Leasehold.Dashboard")] = "the page refuses callers as the other routes do",
        [("Leasehold.Durable", "Leasehold.Scenarios")] = "measures the claiming statement, which runs nowhere alone",
    };

    public IEnumerable<Violation> Check(RepositoryTree tree) =>
        tree.Projects.Select(static file => new ProjectFile(file)).SelectMany(ProblemsOf);

    private static IEnumerable<Violation> ProblemsOf(ProjectFile project)
    {
        foreach (var target in project.Projects)
        {
            if (WhyNot(project, target) is { } reason)
            {
                yield return new Violation(project.Path, 1, $"It refers to {target}: {reason}.");
            }
        }

        if (project is not { Layer: "src" })
        {
            yield break;
        }

        if (!Libraries.ContainsKey(project.Name))
        {
            yield return new Violation(project.Path, 1, "Which libraries it may use is not decided yet.");
        }

        foreach (var package in project.Packages.Where(package => project.Name is "Leasehold" && !IsExtension(package)))
        {
            yield return new Violation(project.Path, 1, $"It uses {package}; core uses Microsoft.Extensions.* only.");
        }

        foreach (var friend in project.Friends.Where(friend => !MaySeeInternals(project.Name, friend)))
        {
            yield return new Violation(project.Path, 1, $"Its internals are open to {friend}, which is no test of it.");
        }
    }

    private static bool IsExtension(string package) =>
        package.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal);

    private static bool MaySeeInternals(string library, string friend) =>
        friend.EndsWith(".Tests", StringComparison.Ordinal) || Friends.ContainsKey((library, friend));

    private static string? WhyNot(ProjectFile project, string target)
    {
        var layer = target.Split('/')[0];
        var name = Path.GetFileNameWithoutExtension(target);
        return project.Layer switch
        {
            "src" when layer is not "src" => "nothing in src knows what is built on it",
            "src" => MayUse(project.Name, name) ? null : "the libraries' direction does not allow it",
            "services" or "samples" or "simulators" when name is ForTests => "production injects no faults",
            "services" when layer is "src" || name is "ServiceDefaults" => null,
            "services" => "a service knows libraries only, never another service or a simulator",
            "samples" when layer is "src" => null,
            "samples" => "a sample uses the libraries only, as an application outside would",
            "simulators" when layer is "src" or "simulators" => null,
            "simulators" => "a simulator stands on its own",
            "demo" or "bench" or "eng" => name.EndsWith(".Tests", StringComparison.Ordinal)
                ? "test projects are nobody's library" : null,
            _ => null,
        };
    }

    private static bool MayUse(string library, string other) =>
        !Libraries.TryGetValue(library, out var allowed)
        || allowed.Contains(AnyLibrary, StringComparer.Ordinal)
        || allowed.Contains(other, StringComparer.Ordinal);
}
