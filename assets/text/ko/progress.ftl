# What is said when a learner's work cannot be saved.

progress-full-disk = 디스크가 가득 차서 { $file } 파일을 저장하지 못했습니다. 계속 작업할 수 있습니다. 모두 메모리에 있으며 공간이 생기면 바로 저장합니다.
progress-read-only = { $file } 파일에 쓸 수 없어(읽기 전용이거나 소유자가 다름) 저장되는 것이 없습니다. 계속 작업할 수 있습니다. 작업을 남기려면 COFFERDAM_DATA를 쓸 수 있는 폴더로 지정하십시오.
progress-unsaved = { $file } 파일을 저장하지 못했습니다: { $error }. 계속 작업할 수 있습니다. 모두 메모리에 있으며 다시 시도합니다.
