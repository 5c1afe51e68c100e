using System.CommandLine;
using Leasehold.Scenarios.Surroundings;

namespace Leasehold.Scenarios;

/// <summary><c>--database</c>, and what happens when there is no such server.</summary>
internal static class DatabaseOption
{
    private const int Missing = 3;

    public static Option<string> Create(string byDefault, params string[] allowed)
    {
        var option = new Option<string>("--database")
        {
            Description = "Which database; servers are private ones unless named by environment variable.",
            DefaultValueFactory = _ => byDefault,
        };
        option.AcceptOnlyFromAmong(allowed);
        return option;
    }

    public static async Task<int> RunAsync(Func<Task<int>> scenario)
    {
        try
        {
            return await scenario();
        }
        catch (MissingServerException missing)
        {
            await Console.Error.WriteLineAsync(missing.Message);
            return Missing;
        }
    }
}
