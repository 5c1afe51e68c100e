using System.Text;

namespace Leasehold.Providers;

/// <summary>Where a connection leads: server, database, user, and what else decides which tables it sees.</summary>
/// <remarks>
/// Read from a connection string, without secrets, so that it may stand in messages. Two that are equal lead to the
/// same place; two that are not may do so as well, under different names.
/// </remarks>
public sealed record DatabaseTarget
{
    /// <summary>The driver: a connection of another one never leads to the same place.</summary>
    public required string Driver { get; init; }

    /// <summary>Host and port as they are written; several hosts in their order; empty for a file.</summary>
    public required string Server { get; init; }

    /// <summary>The database's name, or the full path of its file.</summary>
    public required string Database { get; init; }

    /// <summary>The user; empty where there is none, or where the driver finds it by itself.</summary>
    public string User { get; init; } = "";

    /// <summary>What else changes what is reached, as in <c>search_path=tenant7</c>; usually empty.</summary>
    public string Settings { get; init; } = "";

    /// <summary>All of it in one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().Append('\'').Append(Database).Append('\'');
        if (Server.Length > 0)
        {
            text.Append(" at ").Append(Server);
        }

        if (User.Length > 0)
        {
            text.Append(" as ").Append(User);
        }

        if (Settings.Length > 0)
        {
            text.Append(" with ").Append(Settings);
        }

        return text.Append(" (").Append(Driver).Append(')').ToString();
    }
}
