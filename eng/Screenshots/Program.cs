using Leasehold.Screenshots;
using Leasehold.Screenshots.Studio;

if (args is not [{ } folder])
{
    Console.Error.WriteLine("Usage: Screenshots FOLDER");
    return 2;
}

await using var camera = await Camera.OpenAsync(folder);
await StudioScene.PhotographAsync(camera);
return 0;
