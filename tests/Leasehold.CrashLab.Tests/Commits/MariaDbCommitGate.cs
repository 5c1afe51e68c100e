using System.Globalization;
using Leasehold.CrashLab.Tests.Databases;

namespace Leasehold.CrashLab.Tests.Commits;

/// <summary>The stage of a backup in which every commit waits; it holds for the whole server.</summary>
internal sealed class MariaDbCommitGate(LabDatabase database) : CommitGate(database)
{
    private protected override string Waiting =>
        """
        SELECT id FROM information_schema.processlist
        WHERE db = DATABASE() AND state = 'Waiting for backup lock' AND LOWER(info) = 'commit'
        """;

    private protected override IReadOnlyList<string> Closing =>
        ["BACKUP STAGE START", "BACKUP STAGE FLUSH", "BACKUP STAGE BLOCK_DDL", "BACKUP STAGE BLOCK_COMMIT"];

    private protected override string Opening => "BACKUP STAGE END";

    private protected override string Kill(long session)
        => string.Create(CultureInfo.InvariantCulture, $"KILL {session}");
}
