using Microsoft.EntityFrameworkCore;

namespace Leasehold.CrashLab.Host.Journal;

/// <summary>Only its transactions matter here.</summary>
internal sealed class LabContext(DbContextOptions<LabContext> options) : DbContext(options);
