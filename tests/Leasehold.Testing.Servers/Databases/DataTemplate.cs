using System.Security.Cryptography;
using Leasehold.Testing.Servers.Repository;

namespace Leasehold.Testing.Servers.Databases;

/// <summary>
/// A fresh data folder, made once per server version and then copied, since copying takes a tenth of the time.
/// The administrator's password is drawn when the template is made.
/// </summary>
internal sealed class DataTemplate
{
    private const string PasswordFile = "password";
    private const string DataFolder = "data";
    private readonly string _path;

    private DataTemplate(string path)
    {
        _path = path;
        Password = File.ReadAllText(Path.Combine(path, PasswordFile));
    }

    public string Password { get; }

    /// <summary>Finds or makes the template.</summary>
    /// <param name="key">Server and version.</param>
    /// <param name="create">Fills a folder that does not exist yet: (folder, password file).</param>
    /// <param name="cancellationToken">Cancels the making.</param>
    public static async Task<DataTemplate> GetAsync(
        string key, Func<string, string, CancellationToken, Task> create, CancellationToken cancellationToken)
    {
        var cache = Cache();
        var path = Path.Combine(cache, key);
        if (!Directory.Exists(path))
        {
            await MakeAsync(cache, path, create, cancellationToken);
        }

        return new DataTemplate(path);
    }

    /// <summary>Copies the data into a folder that does not exist yet; only its owner may look inside.</summary>
    public void CopyTo(string target)
    {
        Copy(Path.Combine(_path, DataFolder), target);
        OwnerOnly.Folder(target);
    }

    private static string Cache()
    {
        var folder = BuildOutput.RepositoryRoot is { } root
            ? Path.Combine(root, "artifacts", "test-servers")
            : Path.Combine(AppContext.BaseDirectory, "test-servers");
        return Directory.CreateDirectory(folder).FullName;
    }

    private static async Task MakeAsync(
        string cache,
        string path,
        Func<string, string, CancellationToken, Task> create,
        CancellationToken cancellationToken)
    {
        using var workshop = ServerFolder.Create("template");
        var password = workshop.File(PasswordFile);
        await File.WriteAllTextAsync(password, RandomNumberGenerator.GetHexString(24), cancellationToken);
        OwnerOnly.File(password);
        await ServerUser.GiveAsync(workshop.Path, cancellationToken);
        await create(workshop.File(DataFolder), password, cancellationToken);

        // Copied beside the target first, so that the rename is atomic. Who loses the race uses the winner's.
        var draft = Path.Combine(cache, Path.GetRandomFileName());
        Copy(workshop.Path, draft);
        try
        {
            Directory.Move(draft, path);
        }
        catch (IOException) when (Directory.Exists(path))
        {
            Directory.Delete(draft, recursive: true);
        }
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var folder in Directory.EnumerateDirectories(source))
        {
            Copy(folder, Path.Combine(target, Path.GetFileName(folder)));
        }

        foreach (var file in Directory.EnumerateFiles(source))
        {
            if (File.ResolveLinkTarget(file, returnFinalTarget: false) is null)
            {
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
            }
        }
    }
}
