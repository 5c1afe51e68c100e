using Leasehold.ServiceDefaults.Callers;

namespace Leasehold.ServiceDefaults.Startup;

/// <summary>The services' command <c>new-key</c>: prints a new API key, and the settings that let it in.</summary>
internal static class NewKeyCommand
{
    public const string Name = "new-key";

    private const int BadUsage = 2;

    private const string Usage =
        """
        new-key [--name NAME] [--tenant TENANT] [--operator]
          --name      names the key in logs (caller)
          --tenant    whose data the key reaches (main)
          --operator  opens snapshot, metrics, API reference and dashboard too
        NAME and TENANT are 1 to 50 of A-Z a-z 0-9 - _ .
        """;

    public static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var (name, tenant, isOperator) = ("caller", "main", false);
        for (var i = 0; i < args.Count; i++)
        {
            switch (args[i])
            {
                case "--name" when i + 1 < args.Count:
                    name = args[++i];
                    break;
                case "--tenant" when i + 1 < args.Count:
                    tenant = args[++i];
                    break;
                case "--operator":
                    isOperator = true;
                    break;
                default:
                    await error.WriteLineAsync(Usage);
                    return BadUsage;
            }
        }

        if (!KeyReader.IsName(name) || !KeyReader.IsName(tenant))
        {
            await error.WriteLineAsync(Usage);
            return BadUsage;
        }

        var made = ApiKeys.Create();
        await output.WriteLineAsync(
            $"""
            The key, for the caller; it is shown this once and kept nowhere:

              {made.Key}

            The settings, for the service; a second key takes the number 1, and so on:

              Leasehold__Keys__0__Name={name}
              Leasehold__Keys__0__Tenant={tenant}
              Leasehold__Keys__0__Hash={made.Hash}{(isOperator ? "\n  Leasehold__Keys__0__Roles__0=operator" : "")}
            """);
        return 0;
    }
}
